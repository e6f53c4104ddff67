// Command hapjak answers questions about films and dramas made across borders.
package main

func main() {}
