package source

import (
	"context"
	"errors"
)

// Locate returns where in the files each of the pointers into value was
// written; value is what file compiled to. The locations are in the order of
// pointers. Each try has a limit on its time: after the first, calls are no
// longer followed, and after the second what is left is the file as a whole.
func (p *Pool) Locate(ctx context.Context, file File, value []byte, pointers []string) []Location {
	if len(pointers) == 0 {
		return nil
	}
	for _, calls := range []bool{true, false} {
		if p.over.Load() {
			break
		}
		var a answer
		q := task{Do: doLocate, Path: file.Path, Pointers: pointers, Calls: calls}
		err := p.exchange(ctx, p.locating.limit(p.o.LocateTime), q, value, &a)
		if err == nil && len(a.Locations) == len(pointers) {
			return a.Locations
		}
		var limit *limitError
		if !errors.As(err, &limit) {
			break
		}
		p.locating.hit()
	}
	whole := make([]Location, len(pointers))
	for i := range whole {
		whole[i].File = file.Path
	}
	return whole
}
