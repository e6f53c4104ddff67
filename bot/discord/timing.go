package discord

import "time"

// timing holds every wait of the package, so that tests need not be as patient as a
// production bot.
type timing struct {
	request     time.Duration // one REST request, at most
	retry       time.Duration // before the first repetition; doubles
	dial        time.Duration // connecting to the gateway, and its Hello
	ready       time.Duration // from IDENTIFY or RESUME to READY or RESUMED
	write       time.Duration // one packet to the gateway
	identify    time.Duration // between two IDENTIFYs of one concurrency slot
	invalid     time.Duration // at most, after Op 9; at least a fifth of it
	backoff     time.Duration // before the second attempt to connect; doubles
	maxBackoff  time.Duration
	settled     time.Duration // a connection that lived so long was a good one
	stop        time.Duration // for the answers in flight when asked to stop
	interaction time.Duration // for the answer to an interaction: Discord waits 3 s
	first       time.Duration // so old, an interaction that was taken over has no first answer to wait for
	deferral    time.Duration // an answer that takes longer is promised first
	message     time.Duration // for the answer to a message, waits for rate limits included
	patience    time.Duration // how long a question waits for its turn, and may then take: later nobody would look
	hurry       time.Duration // what waited so long is judged without the encoder
	think       time.Duration // the budget of one question, of a processor's time
	note        time.Duration // for the store to take a note of an answer; then it is not waited for
	claim       time.Duration // for a question to be entered in the store; then it is answered without
	lease       time.Duration // after which a process that does not renew it is believed dead
	notices     time.Duration // between two notices of one kind in one channel
}

func production() timing {
	return timing{
		request: 10 * time.Second, retry: 250 * time.Millisecond,
		dial: 10 * time.Second, ready: 30 * time.Second, write: 2 * time.Second,
		identify: 5500 * time.Millisecond, invalid: 5 * time.Second,
		backoff: time.Second, maxBackoff: 2 * time.Minute, settled: time.Minute,
		stop: 3800 * time.Millisecond, interaction: 2800 * time.Millisecond, first: 2 * time.Second, deferral: 500 * time.Millisecond,
		message: 60 * time.Second, patience: 15 * time.Second, hurry: time.Second, think: 1500 * time.Millisecond, note: time.Second, claim: 400 * time.Millisecond, lease: 8 * time.Second, notices: time.Hour,
	}
}
