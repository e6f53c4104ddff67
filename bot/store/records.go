package store

import "time"

// This file says what is remembered, but for settings, mendings and the audit log, which have files of their own.

// KeepAnswers is for how long it is known which messages answer a question, so that they go when
// that is deleted.
const KeepAnswers = 7 * 24 * time.Hour

// An Event is something to remember about a question.
type Event struct {
	ID         int64 // drawn by the store
	Kind       Kind
	Question   string
	Before     string // the question before, where this one cannot be read without it
	Times      int    // how often it happened; Record counts one
	Server     string // where; empty: in a direct message, or not on Discord
	Surface    string // "mention", "gateway", "http" …
	Asker      string // hashed with Store.Hash; empty: nobody in particular
	Message    string // where the answer is: on Discord the ids of its channel and message, "12/34"
	Answer     string // what was answered
	Status     string
	Confidence float64
	Evidence   string    // the paragraphs cited, "kobiz-2025:26 variety-2015:3"
	Reason     string    // of a Down, if the voter gave one: what is wrong, or what is right
	Complaint  Complaint // of a Down, if the voter gave one
	Place      string    // of a Down: where it says what is right, as the voter typed it
	Base       string    // which of several knowledge bases answered, as the surface names it
	Settled    time.Time // of a Down: when a curator was done with it; zero: not yet
	At         time.Time
}

// A Complaint is what a member finds wrong with an answer.
type Complaint string

const (
	Wrong    Complaint = "wrong"    // it is not so
	NotAsked Complaint = "question" // true or not, it answers another question
	Outdated Complaint = "outdated"
	Better   Complaint = "better" // the member knows the answer
)

// Complaints lists what a Complaint may be.
func Complaints() []Complaint { return []Complaint{Wrong, NotAsked, Outdated, Better} }

// A Kind says what happened.
type Kind uint8

// The numbers stand in databases.
const (
	Unknown  Kind = 0 // the sources do not say
	Up       Kind = 1 // thumbs-up
	Down     Kind = 2 // thumbs-down
	Answered Kind = 3 // a question that was answered, or refused as a curator said: then its status is "unknown"; kept where the server chose that
)

// A Filter chooses events. The zero value chooses the newest 1,000.
type Filter struct {
	Asker  string // hashed
	Server string
	Before int64 // an ID: those recorded before it, for the next page
	Limit  int
}

// A Question is one line of the curator's list.
type Question struct {
	Text    string // as it was asked the first time
	Unknown int    // times asked and not answered
	Down    int    // people who said the answer was bad
	Reasons []string
	First   time.Time
	Last    time.Time
}

// A Forgotten is somebody who had what was kept of him deleted.
type Forgotten struct {
	Asker string // hashed
	At    time.Time
}

// KeepTalk is for how long a Talk is kept.
const KeepTalk = 10 * time.Minute

// A Talk is the newest question of a conversation that the surface can read nowhere when a follow-up
// comes, perhaps to another process; sealed, so that the store does not tell it.
type Talk struct {
	Key    string // of the conversation, hashed
	Asker  string // hashed
	Sealed []byte
	At     time.Time
}

// A Pending is a question being answered, or a notice being given.
type Pending struct {
	ID    string    // of the message or the interaction
	Owner string    // the process that answers it
	Lease time.Time // until when the owner is believed to live
	Tries int       // how many processes have tried
	Body  string    // the event, for who takes it over
	Place string    // where a message is: the ids of its server and channel, "12/34"
	Why   string    // why a message was for the bot
	At    time.Time
	// Answers are the messages that answer it, once it is answered.
	Answers []string
}

// A Refusal is a channel in which Discord refused an answer.
type Refusal struct {
	Channel, Server string
	Status          int // of HTTP: 403, 404
	At              time.Time
}
