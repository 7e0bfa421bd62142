// Package child starts worker processes: programs that have an environment of their
// own, no file open but their pipes, and a process group of their own. Linux ends one
// with the thread that started it.
//
// It imports os and what os imports. Go initialises first the package whose path sorts
// first of those whose imports are done, so that with fmt a program could start a child
// only after all that needs no more than fmt, encoding/gob among it.
package child

import "os"

// Arg is the hidden command by which a program is told that it is a child.
const Arg = "__worker"

// Process is a started child, with this process's ends of its pipes.
type Process struct {
	*os.Process
	Stdin, Stdout, Stderr *os.File
}

// environment returns all that the environment of a child holds. The other
// processors have children of their own, and a collector that takes turns with
// the file costs a tenth less than one beside it.
func environment() []string { return []string{"GOMAXPROCS=1"} }

// Start starts the program at path on the volume of dir; args begin with its name.
func Start(path string, args []string, dir string) (*Process, error) {
	var theirs, ours [3]*os.File
	defer func() {
		for _, f := range theirs {
			_ = f.Close() // of a nil file it does nothing
		}
	}()
	p, err := func() (*os.Process, error) {
		for i := range theirs {
			r, w, err := os.Pipe()
			if err != nil {
				return nil, err
			}
			theirs[i], ours[i] = w, r
			if i == 0 { // it is read there, and written here
				theirs[i], ours[i] = r, w
			}
		}
		return os.StartProcess(path, args, &os.ProcAttr{Dir: root(dir), Env: environment(), Files: theirs[:], Sys: attributes()})
	}()
	if err != nil {
		for _, f := range ours {
			_ = f.Close()
		}
		return nil, err
	}
	return &Process{Process: p, Stdin: ours[0], Stdout: ours[1], Stderr: ours[2]}, nil
}
