package io.ringrift.p2p.agent;

import io.ringrift.p2p.agent.attempt.AttemptFolders;
import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.LocalLogs;

/** The logs below this node's data folder. */
record OwnLogs(AttemptFolders folders, Attempts attempts) implements LocalLogs {

    @Override
    public boolean has(JobId job, int attempt) {
        return folders.exists(job, attempt);
    }

    @Override
    public boolean isHeld(JobId job) {
        return folders.latest(job).stream()
                .anyMatch(attempt -> attempts.end(job, attempt).isPresent());
    }
}
