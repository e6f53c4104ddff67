package encoder

import "golang.org/x/sys/cpu"

// forms returns the kernels this machine can run, besides those in plain Go.
func forms() map[string]kernels {
	f := map[string]kernels{}
	if cpu.X86.HasAVX2 {
		f["AVX2"] = avx2(tileAVX2)
	}
	if hasVNNI() {
		f["VNNI"] = avx512()
	}
	return f
}
