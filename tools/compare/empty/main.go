// Command empty is a Lambda function that does nothing: what every function of
// aws-lambda-go costs at start.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() { lambda.Start(func(context.Context) error { return nil }) }
