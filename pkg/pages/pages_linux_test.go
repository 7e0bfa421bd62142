package pages

import (
	"errors"
	"os"
	"regexp"
	"strconv"
	"syscall"
	"testing"
)

// TestMapProgram holds that of this test's own program all that cannot be written
// is mapped, as the system counts it.
func TestMapProgram(t *testing.T) {
	t.Parallel()
	if errors.Is(advise(0, 0, populateRead), syscall.EINVAL) {
		t.Skip("this system cannot map ahead: Linux 5.14 can")
	}
	if err := mapProgram(); err != nil {
		t.Fatal(err)
	}
	all, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	first := regexp.MustCompile(`(?s)^\S+ r-xp.*?\nSize: +(\d+) kB\n.*?\nRss: +(\d+) kB\n`).FindSubmatch(all)
	if first == nil {
		t.Fatalf("got maps that do not start with a program:\n%.300s", all)
	}
	size, _ := strconv.Atoi(string(first[1]))
	in, _ := strconv.Atoi(string(first[2]))
	if size == 0 || in < size {
		t.Errorf("got %d kB of the program's %d in memory, want all", in, size)
	}
}

func TestMapHeap(t *testing.T) {
	t.Parallel()
	if errors.Is(advise(0, 0, populateWrite), syscall.EINVAL) {
		t.Skip("this system cannot map ahead: Linux 5.14 can")
	}
	if err := mapHeap(); err != nil {
		t.Fatal(err)
	}
}

func TestProgram(t *testing.T) {
	t.Parallel()
	const (
		text   = "00400000-01269000 r-xp 00000000 fe:00 123 /usr/bin/caidan\n"
		rodata = "01269000-020e3000 r--p 00e69000 fe:00 123 /usr/bin/caidan\n"
		data   = "020e3000-023ee000 rw-p 01ce3000 fe:00 123 /usr/bin/caidan\n"
		heap   = "c000000000-c000400000 rw-p 00000000 00:00 0\n"
		vdso   = "7ffd11b9b000-7ffd11b9d000 r-xp 00000000 00:00 0 [vdso]\n"
	)
	for name, tt := range map[string]struct {
		maps     string
		from, to uintptr
	}{
		"program":          {text + rodata + data + heap + vdso, 0x400000, 0x20e3000},
		"nothing behind":   {text + rodata, 0x400000, 0x20e3000},
		"another behind":   {text + vdso, 0x400000, 0x1269000},
		"heap before it":   {heap + text + rodata, 0, 0},
		"cut in a line":    {text + rodata[:12], 0x400000, 0x1269000},
		"cut in its end":   {text[:15], 0, 0},
		"not to be read":   {"00400000-01269000 ---p 00000000 00:00 0\n", 0, 0},
		"nothing":          {"", 0, 0},
		"no line's end":    {text[:len(text)-1], 0x400000, 0x1269000},
		"no mappings":      {"permission denied\n", 0, 0},
		"other characters": {"\xff\xfe\n", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if from, to := program([]byte(tt.maps)); from != tt.from || to != tt.to {
				t.Errorf("got %x to %x, want %x to %x", from, to, tt.from, tt.to)
			}
		})
	}
}
