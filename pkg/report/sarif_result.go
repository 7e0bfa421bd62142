package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// scan is what the results of a log have in common.
type scan struct {
	Options
	tool Tool
	// rules are the rules' places in the catalogue.
	rules map[string]int
	// prints counts the fingerprints there are.
	prints map[string]int
	// hashes are the line hashes of the files that were read.
	hashes map[string][]string
}

// result writes a problem.
func (s *scan) result(p *problem) sarifResult {
	line := p.Message
	if len(p.accounts) > 1 || p.differ() {
		line = text.Bracketed(line, p.where(text.Visible)).In(s.Lang)
	}
	r := sarifResult{
		RuleID: p.Rule, RuleIndex: s.rules[p.Rule], Level: level(p.Severity), Message: message(line),
		Locations:  []sarifLocation{s.location(p)},
		Properties: sarifProperties{Accounts: len(p.accounts), Findings: len(p.all), Errcode: p.Errcode, Help: text.Visible(p.Help)},
	}
	if p.Via != nil {
		made := message(text.Say("made here", "在此生成").In(s.Lang))
		r.Related = []sarifLocation{{ID: 1, Physical: s.physical(*p.Via), Message: &made}}
	}
	r.Fingerprints = s.fingerprints(p)
	return r
}

// location says where a problem is: in the file, and in which values of which
// accounts.
func (s *scan) location(p *problem) sarifLocation {
	var l sarifLocation
	if p.File != "" {
		at := p.Place
		// A result without a line is shown nowhere.
		at.Line = max(at.Line, 1)
		l.Physical = s.physical(at)
	}
	seen := map[string]bool{} // the schema wants each once
	for _, m := range p.all[:min(len(p.all), sarifLocations)] {
		if seen[m.pointer()] {
			continue
		}
		seen[m.pointer()] = true
		l.Logical = append(l.Logical, sarifLogical{Name: m.name(), FullyQualifiedName: m.pointer()})
	}
	return l
}

// sarifLocations is how many logical locations a result is given: as many as
// code scanning keeps locations of one.
const sarifLocations = 100

// name is the last part of a finding's pointer.
func (m found) name() string {
	p := m.pointer()
	return p[strings.LastIndexByte(p, '/')+1:]
}

func (s *scan) physical(p diag.Place) *sarifPhysical {
	// A relative reference whose first part has a colon would be a scheme; the
	// String method knows.
	uri := (&url.URL{Path: s.file(p.File)}).String()
	l := &sarifPhysical{Artifact: sarifArtifact{URI: uri}}
	if p.Line > 0 {
		l.Region = region(p)
	}
	return l
}

func region(p diag.Place) *sarifRegion {
	r := &sarifRegion{StartLine: p.Line, StartColumn: max(p.Column, 0)}
	if p.EndLine >= p.Line {
		r.EndLine = p.EndLine
		if p.Column > 0 && (p.EndLine > p.Line && p.EndColumn > 0 || p.EndColumn >= p.Column) {
			r.EndColumn = p.EndColumn
		}
	}
	return r
}

// fingerprints tell a result from others when lines have moved.
func (s *scan) fingerprints(p *problem) map[string]string {
	sum := sha256.Sum256([]byte(strings.Join([]string{p.Rule, p.account, p.Path, p.Message}, "\x00")))
	id := hex.EncodeToString(sum[:16])
	s.prints[id]++
	prints := map[string]string{"caidanFinding/v1": fmt.Sprintf("%s:%d", id, s.prints[id])}
	if hash := s.lineHash(p.File, max(p.Line, 1)); hash != "" {
		prints["primaryLocationLineHash"] = hash
	}
	return prints
}

// lineHash returns the hash of a line, empty where there is no text to hash.
func (s *scan) lineHash(file string, line int) string {
	if s.tool.Source == nil || file == "" {
		return ""
	}
	hashes, known := s.hashes[file]
	if !known {
		// No text, no hash: the findings are what matters.
		if text, err := s.tool.Source(file); err == nil {
			hashes = lineHashes(text)
		}
		s.hashes[file] = hashes
	}
	if line > len(hashes) {
		return ""
	}
	return hashes[line-1]
}
