// Command compare makes account files to measure with, and is the bare
// evaluator that caidan is measured against.
//
//	compare make DIR N    N accounts in DIR/asserts, through a library that
//	                      asserts, and the same in DIR/caidan, through
//	                      caidan.libsonnet
//	compare floor DIR     evaluate DIR/menus/*.jsonnet and decode the JSON:
//	                      one VM per goroutine, nothing else
//	compare turns N CMD…  run commands in turns, N times, and print how long
//	                      each takes and its ratio to the first
//	compare cost FILE CMD…
//	                      run a command and write to FILE what it and all that it
//	                      started took, as time -f '%e %U %S %M' does
//	compare cold N FILE…  start Lambda functions in turns, N times, and print how
//	                      long each takes to its first request, and its memory
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/google/go-jsonnet"
)

//go:embed asserts.libsonnet
var asserts string

//go:embed brand.libsonnet
var brand string

//go:embed account.jsonnet
var account string

// gcPercent is that of caidan's workers, so that both sides collect alike.
const gcPercent = 800

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "make":
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return fmt.Errorf("read N: %w", err)
		}
		return generate(args[1], n)
	case len(args) == 2 && args[0] == "floor":
		debug.SetGCPercent(gcPercent)
		return floor(args[1])
	case len(args) > 2 && args[0] == "turns":
		return turns(args[1], args[2:])
	case len(args) > 2 && args[0] == "cost":
		code, err := cost(args[1], args[2:])
		if err == nil {
			os.Exit(code)
		}
		return err
	case len(args) > 2 && args[0] == "cold":
		return cold(args[1], args[2:])
	default:
		return fmt.Errorf("usage: compare make DIR N, compare floor DIR, compare turns N COMMAND..., compare cost FILE COMMAND..., or compare cold N FILE...")
	}
}

// generate writes both sets. The library of the caidan set is a copy, for the
// evaluators that have none built in.
func generate(dir string, n int) error {
	library, err := os.ReadFile("../../pkg/source/caidan.libsonnet")
	if err != nil {
		return fmt.Errorf("read library: %w", err)
	}
	for set, lib := range map[string]string{"asserts": asserts, "caidan": string(library)} {
		root := filepath.Join(dir, set, "menus")
		if err := os.MkdirAll(filepath.Join(root, "lib"), 0o755); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		files := map[string]string{"lib/brand.libsonnet": brand, "lib/" + set + ".libsonnet": lib}
		for i := range n {
			files[fmt.Sprintf("account-%05d.jsonnet", i)] = fmt.Sprintf(account, set, i)
		}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
				return fmt.Errorf("write file: %w", err)
			}
		}
	}
	return nil
}

// floor evaluates every file on all cores.
func floor(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "menus", "*.jsonnet"))
	if err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make(chan error, len(files))
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			vm := jsonnet.MakeVM()
			vm.Importer(&jsonnet.FileImporter{})
			for i := next.Add(1) - 1; i < int64(len(files)); i = next.Add(1) - 1 {
				if err := evaluate(vm, files[i]); err != nil {
					errs <- err
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}

func evaluate(vm *jsonnet.VM, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read file: %w", err)
	}
	node, err := jsonnet.SnippetToAST(file, string(text))
	if err != nil {
		return fmt.Errorf("parse %s: %w", file, err)
	}
	out, err := vm.Evaluate(node)
	if err != nil {
		return fmt.Errorf("evaluate %s: %w", file, err)
	}
	var value any
	return json.Unmarshal([]byte(out), &value)
}
