// Package store finds credentials where they are kept: [File] in a file on one
// machine, package parameter in AWS Systems Manager Parameter Store; [Parse] takes
// either by name.
package store
