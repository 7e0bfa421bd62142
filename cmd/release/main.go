// Release builds what a release consists of, but for the image:
//
//	release -version 1.4.2 [-out dist]
//
// that is caidan for each system and processor, packed with its README; the zip
// of the Lambda function for both processors that AWS has; what both are made of,
// as CycloneDX lists it; and checksums.txt.
// It runs in the root of a checkout, and the same commit gives the same bytes,
// whatever the machine, the folder and the time.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

func main() {
	version := flag.String("version", "", "the version, as in 1.4.2; without it only the functions' zips are built")
	out := flag.String("out", "dist", "the folder for what is built")
	flag.Parse()
	if err := run(context.Background(), *version, *out); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// semver is a version without the v that tags have.
// Source: Semantic Versioning 2.0.0, without build metadata, which tags of images
// cannot have.
var semver = regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$`)

func run(ctx context.Context, version, out string) error {
	if version != "" && !semver.MatchString(version) {
		return fmt.Errorf("read -version: %q is not a version such as 1.4.2", version)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var built []string
	for _, t := range targets(version != "") {
		fmt.Fprintln(os.Stderr, "build", t.file(version))
		names, err := t.build(ctx, version, out)
		if err != nil {
			return fmt.Errorf("build %s: %w", t.file(version), err)
		}
		built = append(built, names...)
	}
	if version == "" {
		return nil
	}
	return checksums(out, built)
}

// target is a binary for a system and a processor.
type target struct {
	os, arch string
	lambda   bool
}

// targets returns what a release has: those that people and their CI have, and
// the two that AWS Lambda has.
func targets(all bool) []target {
	var list []target
	if all {
		for _, system := range []string{"linux", "darwin", "windows"} {
			list = append(list, target{os: system, arch: "amd64"}, target{os: system, arch: "arm64"})
		}
	}
	return append(list, target{"linux", "amd64", true}, target{"linux", "arm64", true})
}

// file returns the name of the archive.
func (t target) file(version string) string {
	infix := ""
	if version != "" {
		infix = "_" + version
	}
	switch {
	case t.lambda:
		return "caidan-lambda" + infix + "_" + t.arch + ".zip"
	case t.os == "windows":
		return "caidan" + infix + "_" + t.os + "_" + t.arch + ".zip"
	default:
		return "caidan" + infix + "_" + t.os + "_" + t.arch + ".tar.gz"
	}
}

// binary returns the name that the binary has in the archive: AWS Lambda looks
// for bootstrap.
func (t target) binary() string {
	switch {
	case t.lambda:
		return "bootstrap"
	case t.os == "windows":
		return "caidan.exe"
	default:
		return "caidan"
	}
}

// build compiles and packs a target, and returns the names of the files that it
// made in out: the archive, and the list of what is in the binary where no other
// target makes it.
func (t target) build(ctx context.Context, version, out string) ([]string, error) {
	tmp, err := os.MkdirTemp("", "release")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	path := filepath.Join(tmp, t.binary())
	if err := t.compile(ctx, version, path); err != nil {
		return nil, err
	}
	names := []string{t.file(version)}
	if bill := t.bill(version); bill != "" {
		names = append(names, bill)
		if err := list(ctx, path, version, filepath.Join(out, bill)); err != nil {
			return nil, err
		}
	}
	return names, t.pack(path, filepath.Join(out, names[0]))
}

// pack makes the archive.
func (t target) pack(path, archive string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	files := []file{{t.binary(), data, 0o755}}
	if !t.lambda {
		readme, err := os.ReadFile("README.md")
		if err != nil {
			return err
		}
		files = append(files, file{"README.md", readme, 0o644})
	}
	var packed bytes.Buffer
	pack := tarball
	if t.lambda || t.os == "windows" {
		pack = zipped
	}
	if err := pack(&packed, files); err != nil {
		return err
	}
	return os.WriteFile(archive, packed.Bytes(), 0o644)
}

// bill returns the name of the list of what is in the binary, which the target
// for Linux on amd64 makes for all; empty for the others, and without a version.
func (t target) bill(version string) string {
	switch {
	case version == "" || t.os != "linux" || t.arch != "amd64":
		return ""
	case t.lambda:
		return "caidan-lambda_" + version + ".cdx.json"
	default:
		return "caidan_" + version + ".cdx.json"
	}
}

// list writes what a binary is made of.
func list(ctx context.Context, path, version, to string) error {
	if err := goes(ctx, nil, "tool", "-modfile=tools/cyclonedx.mod", "cyclonedx-gomod", "bin",
		"-json", "-noserial", "-notimestamp", "-std", "-version", "v"+version, "-output", to, path); err != nil {
		return err
	}
	bill, err := os.ReadFile(to)
	if err != nil {
		return err
	}
	if bill, err = anywhere(bill); err != nil {
		return err
	}
	return os.WriteFile(to, bill, 0o644)
}

// anywhere takes out of a list how the tool that made it was compiled, which each
// machine does in its own folders.
func anywhere(bill []byte) ([]byte, error) {
	var all, metadata map[string]json.RawMessage
	var tools []map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(bill, &all), json.Unmarshal(all["metadata"], &metadata), json.Unmarshal(metadata["tools"], &tools)); err != nil {
		return nil, fmt.Errorf("read the list: %w", err)
	}
	for _, tool := range tools {
		delete(tool, "hashes")
	}
	var err error
	if metadata["tools"], err = json.Marshal(tools); err != nil {
		return nil, err
	}
	if all["metadata"], err = json.Marshal(metadata); err != nil {
		return nil, err
	}
	return json.MarshalIndent(all, "", "  ")
}

// compile builds the binary. -buildvcs is off, since whether the checkout is
// clean would be in the bytes; the version says which commit it was. The build id
// stays, which a cache of a check tells builds by: it is the same wherever the same
// is built. The tag leaves out how AWS Lambda called functions before 2022, which
// costs at start.
func (t target) compile(ctx context.Context, version, path string) error {
	pkg, flags := "./cmd/caidan", []string{"build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc", "-o", path}
	if t.lambda {
		pkg = "./lambda"
	}
	link := "-s -w"
	if version != "" {
		link += " -X github.com/caidan-dev/caidan/pkg/version.linked=" + version
	}
	// GOAMD64 and GOARM64 are those that every machine has.
	env := []string{"CGO_ENABLED=0", "GOFLAGS=-mod=readonly", "GOTOOLCHAIN=local", "GOOS=" + t.os, "GOARCH=" + t.arch, "GOAMD64=v1", "GOARM64=v8.0"}
	return goes(ctx, env, append(flags, "-ldflags", link, pkg)...)
}

// goes runs the go command; what it says is in the error.
func goes(ctx context.Context, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), env...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return errors.Join(err, errors.New(said.String()))
	}
	return nil
}
