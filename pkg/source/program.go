package source

import (
	"fmt"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"
)

// Program returns the program in the file at name, which is relative to the
// root of the tree. It is read and parsed for this call alone, so that the
// caller may change it.
func (s *Shelf) Program(name string) (ast.Node, error) {
	node, _, err := s.entry(name)
	return node, err
}

// entry is Program with the digest of what was read.
func (s *Shelf) entry(name string) (node ast.Node, digest string, err error) {
	s.entered = ""
	program, r := s.readProgram(name)
	if r != nil {
		return nil, "", r
	}
	s.entered = Digest([]byte(program))
	node, err = parse(name, program)
	return node, s.entered, err
}

// readProgram returns the text of the file at name, or why it is not parsed.
func (s *Shelf) readProgram(name string) (string, *refusalError) {
	data, r := s.tree.read(name)
	if r == nil {
		r = checkBlank(name, data)
	}
	if r == nil {
		r = checkNesting(name, data)
	}
	return string(data), r
}

// parse returns the program in text; name goes into its positions and is
// what its imports are relative to.
func parse(name, text string) (node ast.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s %v", crashMark, r)
		}
	}()
	return jsonnet.SnippetToAST(name, text)
}
