//go:build !amd64

package encoder

func fastest() kernels { return plain() }
