package rule

import "strings"

// ExampleFile is a file of a rule's example.
type ExampleFile struct {
	// Name is the file's path in a repository; empty where any menu file will
	// do.
	Name string
	// Text is what is in it, without the last line feed.
	Text string
}

// Files splits a rule's example into its files: at lines "-- NAME --", or into
// one without a name where there is none.
func Files(example string) []ExampleFile {
	var files []ExampleFile
	for _, line := range strings.Split(example, "\n") {
		name, isHead := strings.CutPrefix(line, "-- ")
		name, closed := strings.CutSuffix(name, " --")
		switch {
		case isHead && closed:
			files = append(files, ExampleFile{Name: name})
		case len(files) == 0:
			files = append(files, ExampleFile{Text: line})
		case files[len(files)-1].Text == "":
			files[len(files)-1].Text = line
		default:
			files[len(files)-1].Text += "\n" + line
		}
	}
	return files
}
