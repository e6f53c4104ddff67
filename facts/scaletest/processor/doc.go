// Package processor is a clock for benchmarks, of the time that this process has had on any processor, to the
// nanosecond: on a machine that others use, what takes longest by the wall's clock is what was interrupted.
package processor
