// Package facts answers questions from a knowledge base and the passages of
// its sources.
package facts
