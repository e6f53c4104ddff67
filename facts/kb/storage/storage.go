// Package storage keeps a knowledge base in a folder on disk. [Open] reads whatever stands there:
// files that people write (schema.yaml and facts/), or what an import left.
//
// An import leaves parts, which are files that it alone writes: the facts, the passages of the
// articles, the ledger of what came from where, and copies of the statements' files with their
// schema. [Commit] replaces parts all at once or not at all, and [Parts] finds those that hold now;
// dir.go has the format. [Lock] keeps a second import out meanwhile, [Recover] puts a base together
// again that has lost the file that names its parts, [Snap] holds the files of one moment for a
// backup, and [ReadLedger] tells what earlier imports brought.
//
// Every part that is written now carries a checksum: a damaged or foreign file is an error that names
// it and the remedy.
package storage
