package pages

import (
	"errors"
	"syscall"
	"unsafe"
)

const (
	// populateRead and populateWrite map pages as if each were read or written now.
	// Source: madvise(2), MADV_POPULATE_READ and MADV_POPULATE_WRITE, of Linux 5.14;
	// what is older refuses them.
	populateRead, populateWrite = 22, 23
	// touched is the bytes of the heap that a check of one small file touches in
	// each of its two processes: 524 and 603 pages of 4 KiB (perf record -e
	// page-faults), of which few come before this package.
	touched = 2 << 20
	// ready is the bytes that the heap grows by at least, and to a multiple of
	// which: what comes behind may not be touched yet.
	// Source: mheap.grow in Go's runtime.
	ready = 4 << 20
	// large is the bytes of an object that is on no stack.
	// Source: MaxImplicitStackVarSize of the Go compiler, 64 KiB.
	large = 128 << 10
)

// Map maps what a start touches. The error is the system's, and makes no difference
// but in time.
func Map() error { return errors.Join(mapProgram(), mapHeap()) }

// mapProgram maps what cannot be written of the program's file, 29 MiB, which all
// its processes share.
func mapProgram() error {
	var maps [4 << 10]byte
	file, err := syscall.Open("/proc/self/maps", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	n, _ := syscall.Read(file, maps[:])
	_ = syscall.Close(file)
	from, to := program(maps[:max(n, 0)])
	return advise(from, to, populateRead)
}

// program returns where the first mappings of a process, as proc(5) lists them, can
// be read and not written: those of the program, unless it was moved behind others.
func program(maps []byte) (from, to uintptr) {
	for {
		start, rest := hex(maps)
		end, rest := hex(rest)
		if len(rest) < 2 || rest[0] != 'r' || rest[1] == 'w' || to != 0 && start != to {
			return from, to
		}
		if to == 0 {
			from = start
		}
		to = end
		for len(rest) > 0 && rest[0] != '\n' {
			rest = rest[1:]
		}
		maps = rest[min(1, len(rest)):]
	}
}

// hex reads a number in hexadecimal digits, and skips what ends it.
func hex(s []byte) (n uintptr, rest []byte) {
	for i, c := range s {
		switch {
		case '0' <= c && c <= '9':
			n = n<<4 | uintptr(c-'0')
		case 'a' <= c && c <= 'f':
			n = n<<4 | uintptr(c-'a'+10)
		default:
			return n, s[i+1:]
		}
	}
	return n, nil
}

// mapHeap maps what will be allocated next, as far as the heap reaches now.
func mapHeap() error {
	// Too large for a stack and for what small objects share, so it lies where the
	// heap ends, and at the start of a page.
	from := uintptr(unsafe.Pointer(new([large]byte)))
	return advise(from, min(from+touched, (from+ready)&^(ready-1)), populateWrite)
}

func advise(from, to uintptr, advice int) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_MADVISE, from, to-from, uintptr(advice)); errno != 0 {
		return errno
	}
	return nil
}
