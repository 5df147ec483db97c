package host

// StoringStage is what Storing runs, for tests that cannot wait as long as it does.
var StoringStage = (*Host).storing
