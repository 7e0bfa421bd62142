package text

import "testing"

func TestList(t *testing.T) {
	t.Parallel()
	few, many := List{"a", "b"}, List{"1", "2", "3", "4"}
	tests := []struct {
		name  string
		words Spoken
		want  Text
	}{
		{"few", few.Most(2), Text{"a, b", "a、b"}},
		{"many", many.Most(2), Text{"1, 2 and 2 more", "1、2，另有 2 个"}},
		{"all", many, Text{"1, 2, 3, 4", "1、2、3、4"}},
		{"none", List{}, Text{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Both(tt.words); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
