package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// cold starts functions in turns as AWS Lambda does, and prints for each how long
// it takes to its first request for an event and the most memory it had until
// then: medians, and medians of the ratios to the first in the same turn. The
// first turn is not counted.
func cold(count string, functions []string) error {
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 {
		return fmt.Errorf("read N: want a number of turns, got %q", count)
	}
	took, memory := make([][]float64, len(functions)), make([][]float64, len(functions))
	for turn := range n + 1 {
		for i, path := range functions {
			ms, mib, err := initialise(path)
			if err != nil {
				return fmt.Errorf("start %s: %w", path, err)
			}
			if turn > 0 {
				took[i], memory[i] = append(took[i], ms), append(memory[i], mib)
			}
		}
	}
	fmt.Printf("%d turns; medians, and medians of the ratios to the first in each turn\n", n)
	for i, path := range functions {
		info, err := os.Stat(path)
		if err != nil {
			return fmt.Errorf("look at function: %w", err)
		}
		fmt.Printf("%8.2f ms %6.2f %8.1f MiB %6.2f %10d bytes  %s\n",
			median(took[i]), median(ratios(took[i], took[0])), median(memory[i]), median(ratios(memory[i], memory[0])), info.Size(), path)
	}
	return nil
}

// ratios are those of two lists, one by one.
func ratios(list, to []float64) []float64 {
	out := make([]float64, len(list))
	for i := range list {
		out[i] = list[i] / to[i]
	}
	return out
}

// peak is the line of Linux that says how much memory a process had at most.
var peak = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// initialise starts a function and ends it once it asks for its first event.
func initialise(path string) (ms, mib float64, err error) {
	asked := make(chan time.Time, 1)
	runtimeAPI := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case asked <- time.Now():
		default:
		}
		<-r.Context().Done()
	}))
	defer runtimeAPI.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, path)
	cmd.Env = []string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(runtimeAPI.URL, "http://"),
		"AWS_LAMBDA_FUNCTION_NAME=caidan-publish", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", "AWS_LAMBDA_LOG_FORMAT=JSON",
		"AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=x", "AWS_SECRET_ACCESS_KEY=y", "AWS_SESSION_TOKEN=z",
		"CAIDAN_MODE=publish", "CAIDAN_CREDENTIALS=ssm:/caidan/", "CAIDAN_LEDGER=dynamodb:caidan",
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	select {
	case first := <-asked:
		ms = float64(first.Sub(start).Microseconds()) / 1000
	case <-ctx.Done():
		return 0, 0, fmt.Errorf("wait for the first request: %w", ctx.Err())
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err != nil {
		return 0, 0, fmt.Errorf("read its memory: %w", err)
	}
	found := peak.FindSubmatch(status)
	if found == nil {
		return 0, 0, fmt.Errorf("read its memory: Linux does not say")
	}
	kb, err := strconv.ParseFloat(string(found[1]), 64)
	return ms, kb / 1024, err
}
