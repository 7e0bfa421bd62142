package source

import (
	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/text"
)

// maxStack is the most nested calls of a menu, Jsonnet's own default.
const maxStack = 500

// Compiler compiles one file at a time.
type Compiler struct {
	shelf *Shelf
	vm    *VM
	// maxOutput is the most bytes of JSON a file may compile to.
	maxOutput int
}

// NewCompiler returns a compiler of the files that s is for.
func NewCompiler(s *Shelf) *Compiler {
	return &Compiler{shelf: s, vm: s.NewVM(maxStack), maxOutput: MaxOutput}
}

// renew starts over with an empty VM.
func (c *Compiler) renew() { c.vm = c.shelf.NewVM(maxStack) }

// Compile returns the value of file, or what is wrong with it.
func (c *Compiler) Compile(file File) Result {
	if c.vm.Full() {
		c.renew()
	}
	var value string
	node, digest, err := c.shelf.entry(file.Path)
	if err == nil {
		value, err = c.vm.Evaluate(node)
	}
	if err == nil && len(value) > c.maxOutput {
		r := refusal(file.Path, text.Sayf("compiles to more than %d bytes of JSON", "编译出的 JSON 超过 %d 字节", c.maxOutput),
			text.Say("split the accounts over several files", "请把账号分到几个文件里"))
		r.rule = RuleLimit
		err = r
	}
	if err != nil {
		return Result{File: file, Findings: []diag.Finding{c.explain(file.Path, node, err)}}
	}
	return Result{File: file, JSON: []byte(value), Reads: c.shelf.reads(file.Path, digest)}
}
