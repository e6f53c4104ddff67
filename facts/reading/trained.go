package reading

const trainedScore, trainedGap = -1000, -1000

var trainedEvidence [numSignals]float32
