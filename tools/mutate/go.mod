module github.com/caidan-dev/caidan/tools/mutate

go 1.26
