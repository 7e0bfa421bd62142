package source

import (
	"fmt"
	"io"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

const (
	// maxStack is the most nested calls of a menu, Jsonnet's own default.
	maxStack = 500
	// keepImports is the most imported files a VM keeps compiled. A
	// repository with a data file for each account would otherwise hold
	// them all in memory, once for each worker.
	keepImports = 256
)

// compiler compiles one file at a time. Its VM lives on from file to file,
// because a compiled library is most of the work.
type compiler struct {
	shelf   *shelf
	vm      *jsonnet.VM
	imports *importer
	// tracer says where values were written; nil until somebody asks.
	tracer *tracer
	// maxOutput is the most bytes of JSON a file may compile to.
	maxOutput int
}

// newCompiler returns a compiler of files that import from s.
func newCompiler(s *shelf) *compiler {
	c := &compiler{shelf: s, maxOutput: MaxOutput}
	c.renew()
	return c
}

// renew starts over with an empty VM.
func (c *compiler) renew() {
	c.imports = newImporter(c.shelf)
	c.vm = jsonnet.MakeVM()
	c.vm.MaxStack = maxStack
	c.vm.SetTraceOut(io.Discard)
	c.vm.Importer(c.imports)
}

// compile returns the value of file, or what is wrong with it.
func (c *compiler) compile(file File) Result {
	whole := diag.Place{File: file.Path}
	s, r := c.shelf.tree.read(file.Path)
	if r == nil {
		r = checkBlank(file.Path, s)
	}
	if r == nil {
		r = checkNesting(file.Path, s)
	}
	if r != nil {
		return refused(file, r.finding(whole, c.shelf.lang))
	}
	if len(c.imports.kept) > keepImports {
		c.renew()
	}
	node, err := parse(file.Path, string(s))
	if err != nil {
		return refused(file, c.explain(file.Path, nil, err))
	}
	value, err := c.vm.Evaluate(node)
	if err != nil {
		return refused(file, c.explain(file.Path, node, err))
	}
	if len(value) > c.maxOutput {
		r := refusal(file.Path, text.Sayf("compiles to more than %d bytes of JSON", "编译出的 JSON 超过 %d 字节", c.maxOutput),
			text.Sayf("split the accounts over several files", "请把账号分到几个文件里"))
		r.rule = RuleLimit
		return refused(file, r.finding(whole, c.shelf.lang))
	}
	return Result{File: file, JSON: []byte(value)}
}

// parse returns the program in text; name goes into its positions and is
// what its imports are relative to. The program is not kept by any VM.
func parse(name, text string) (node ast.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s %v", crashMark, r)
		}
	}()
	return jsonnet.SnippetToAST(name, text)
}
