package source

import (
	"errors"
	"sync/atomic"

	"github.com/google/go-jsonnet"
	"github.com/google/go-jsonnet/ast"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/source/standard"
	"github.com/caidan-dev/caidan/pkg/text"
)

// maxStack is the most nested calls of a menu, Jsonnet's own default.
const maxStack = 500

// Compiler compiles one file at a time.
type Compiler struct {
	shelf *Shelf
	// vms are the VMs of each way, nil until they are needed; vm is the one
	// that evaluated last.
	vms [standard.Exact + 1]*VM
	vm  *VM
	// last is the program that was compiled last; nil when it was not read.
	last ast.Node
	// done is how many accounts of the table at work came about, of all.
	done, all atomic.Int64
	// maxOutput is the most bytes of JSON a file may compile to.
	maxOutput int
}

// NewCompiler returns a compiler of the files that s is for.
func NewCompiler(s *Shelf) *Compiler {
	c := &Compiler{shelf: s, maxOutput: MaxOutput}
	c.use(standard.Quick)
	return c
}

// use makes vm the VM of a way.
func (c *Compiler) use(w standard.Way) {
	if c.vms[w] == nil || c.vms[w].Full() {
		c.vms[w] = c.shelf.newVM(w, w.Stack(maxStack))
		c.vms[w].Counted = c.count
	}
	c.vm = c.vms[w]
}

// count keeps how many accounts came about.
func (c *Compiler) count(done, all int) {
	c.done.Store(int64(done))
	c.all.Store(int64(all))
}

// Counted returns how many accounts of the table that is compiled came about, of how
// many; 0 where there is no table, or none of it is known yet. Other goroutines may ask.
func (c *Compiler) Counted() (done, all int) {
	return int(c.done.Load()), int(c.all.Load())
}

// renew starts over with empty VMs.
func (c *Compiler) renew() {
	clear(c.vms[:])
	c.use(standard.Quick)
}

// evaluate returns the value of the program in node, or the error that Jsonnet
// ends with.
func (c *Compiler) evaluate(node ast.Node) (standard.Printed, error) {
	from := standard.Exact
	for w, short := standard.Quick, true; w < standard.Exact; {
		c.use(w)
		c.count(0, 0)
		printed, shorter, err := c.vm.Print(node, maxStack, short)
		var running jsonnet.RuntimeError
		if errors.As(err, &running) && running.Msg == functionValue {
			from = standard.Quick // it may be the program, which only Jsonnet calls
			break
		}
		if err == nil || !w.Doubts(err) {
			return printed, err
		}
		if short = false; !shorter {
			w++
		}
	}
	c.count(0, 0)
	return c.evaluateWhole(node, from)
}

// evaluateWhole is evaluate in the ways from one on, where Jsonnet prints the value.
func (c *Compiler) evaluateWhole(node ast.Node, from standard.Way) (printed standard.Printed, err error) {
	for w := from; w <= standard.Exact; w++ {
		c.use(w)
		var value string
		if value, err = c.vm.Evaluate(node); err == nil {
			return standard.Compact(value)
		}
		if !w.Doubts(err) {
			break
		}
	}
	return printed, err
}

// Last returns the program that was compiled last, for who only reads it; nil
// where there is none.
func (c *Compiler) Last() ast.Node { return c.last }

// Compile returns the value of file, or what is wrong with it.
func (c *Compiler) Compile(file File) Result {
	var value standard.Printed
	c.count(0, 0)
	node, digest, err := c.shelf.entry(file.Path)
	c.last = node
	if err == nil {
		value, err = c.evaluate(node)
	}
	if err == nil && value.Size > c.maxOutput {
		r := refusal(file.Path, text.Sayf("compiles to more than %d bytes of JSON", "编译出的 JSON 超过 %d 字节", c.maxOutput),
			text.Say("split the accounts over several files", "请把账号分到几个文件里"))
		r.rule = RuleLimit
		err = r
	}
	if err != nil {
		return Result{File: file, Findings: []diag.Finding{c.explain(file.Path, node, err)}}
	}
	return Result{File: file, JSON: value.JSON, Reads: c.shelf.reads(file.Path, digest)}
}
