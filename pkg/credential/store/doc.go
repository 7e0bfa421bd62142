// Package store finds credentials where they are kept: [SSM] in AWS Systems
// Manager Parameter Store, [File] in a file on one machine; [Parse] takes either
// by name.
//
// It is apart from package credential because the command has credentials of its
// own and needs none of this: Parameter Store's client costs more at start than
// all else that the command links.
package store
