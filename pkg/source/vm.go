package source

import (
	"errors"
	"io"

	"github.com/caidan-dev/caidan/pkg/source/standard"
)

// keepImports is the most imported files a VM keeps compiled. A repository
// with a data file for each account would otherwise hold them all in memory,
// once for each worker.
const keepImports = 256

// VM evaluates programs that import from a [Shelf]. It keeps what it imported
// compiled, which is most of the work, and so lives on from file to file.
type VM struct {
	*standard.VM
	imports *importer
}

// NewVM returns a VM whose programs may nest so many calls. What std.trace
// prints is dropped. It is [standard.Quick], and so its values are those of Jsonnet and
// its errors may not be.
func (s *Shelf) NewVM(maxStack int) *VM { return s.newVM(standard.Quick, maxStack) }

// newVM returns a VM that has the standard library in a way.
func (s *Shelf) newVM(w standard.Way, maxStack int) *VM {
	vm := &VM{VM: w.NewVM(), imports: newImporter(s)}
	vm.MaxStack = maxStack
	vm.SetTraceOut(io.Discard)
	vm.Importer(vm.imports)
	return vm
}

// Full reports whether vm keeps so many files that a new one is better.
func (vm *VM) Full() bool { return len(vm.imports.kept) > keepImports }

// syntaxError returns the syntax error in an imported file that Jsonnet
// reported at run time with the text message, or nil.
func (vm *VM) syntaxError(message string) (found located) {
	im := vm.imports
	if known, ok := im.broken[message]; ok {
		return known
	}
	// A file of plain text that was imported as such must not be parsed now.
	if len(message) <= len(im.path) || message[:len(im.path)+1] != im.path+":" {
		return nil
	}
	defer func() {
		if recover() != nil {
			found = nil
		}
	}()
	// The failed import was the last one, and the VM has kept its outcome.
	_, _, err := vm.ImportAST(im.from, im.name)
	if errors.As(err, &found) && found.Error() == message {
		im.broken[message] = found
		return found
	}
	return nil
}
