package sarif

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/report/found"
	"github.com/caidan-dev/caidan/pkg/text"
)

// scan is what the results of a log have in common.
type scan struct {
	Check
	tool Tool
	// rules are the rules' places in the catalogue.
	rules map[string]int
	// prints counts the fingerprints there are.
	prints map[string]int
	// hashes are the line hashes of the files that were read.
	hashes map[string][]string
}

// result writes a problem.
func (s *scan) result(p *found.Problem) result {
	line := p.Message
	if len(p.Accounts) > 1 || p.Differ() {
		line = text.Bracketed(line, p.Where(text.Visible)).In(s.Lang)
	}
	r := result{
		RuleID: p.Rule, RuleIndex: s.rules[p.Rule], Level: level(p.Severity), Message: plain(line),
		Locations:  []location{s.location(p)},
		Properties: properties{Accounts: len(p.Accounts), Findings: len(p.All), Errcode: p.Errcode, Help: text.Visible(p.Help)},
	}
	if p.Via != nil {
		made := plain(text.Say("made here", "在此生成").In(s.Lang))
		r.Related = []location{{ID: 1, Physical: s.physical(*p.Via), Message: &made}}
	}
	r.Fingerprints = s.fingerprints(p)
	return r
}

// location says where a problem is: in the file, and in which values of which
// accounts.
func (s *scan) location(p *found.Problem) location {
	var l location
	if p.File != "" {
		at := p.Place
		// A result without a line is shown nowhere.
		at.Line = max(at.Line, 1)
		l.Physical = s.physical(at)
	}
	seen := map[string]bool{} // the schema wants each once
	for _, f := range p.All[:min(len(p.All), maxLocations)] {
		to := pointer(&f)
		if seen[to] {
			continue
		}
		seen[to] = true
		l.Logical = append(l.Logical, logical{Name: to[strings.LastIndexByte(to, '/')+1:], FullyQualifiedName: to})
	}
	return l
}

// maxLocations is how many logical locations a result is given: as many as
// code scanning keeps locations of one.
const maxLocations = 100

// pointer names a finding in its account.
func pointer(f *found.Finding) string {
	return text.Visible(f.Account) + text.Visible(f.Path)
}

func (s *scan) physical(p diag.Place) *physical {
	// A relative reference whose first part has a colon would be a scheme; the
	// String method knows.
	uri := (&url.URL{Path: s.File(p.File)}).String()
	l := &physical{Artifact: artifact{URI: uri}}
	if p.Line > 0 {
		l.Region = regionOf(p)
	}
	return l
}

func regionOf(p diag.Place) *region {
	r := &region{StartLine: p.Line, StartColumn: max(p.Column, 0)}
	if p.EndLine >= p.Line {
		r.EndLine = p.EndLine
		if p.Column > 0 && (p.EndLine > p.Line && p.EndColumn > 0 || p.EndColumn >= p.Column) {
			r.EndColumn = p.EndColumn
		}
	}
	return r
}

// fingerprints tell a result from others when lines have moved.
func (s *scan) fingerprints(p *found.Problem) map[string]string {
	sum := sha256.Sum256([]byte(strings.Join([]string{p.Rule, p.Account, p.Path, p.Message}, "\x00")))
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
