package io.ringrift.p2p.agent.template;

import io.ringrift.p2p.model.Needs;

import java.io.IOException;
import java.nio.file.Path;

/** Tells a job which files of this node it may read. */
public interface JobInputs {

    /** No data is kept here. */
    JobInputs NONE =
            (needs, _) -> {
                throw new MissingInputException("this node keeps no data, and " + needs);
            };

    /**
     * Writes the list of files that a job needs: docs/job-contract.md says how.
     *
     * @throws MissingInputException when one that it names by its content is not here any more
     * @throws IOException when the list cannot be written
     */
    void write(Needs needs, Path list) throws IOException, MissingInputException;

    /** Data that was here when the job was placed is gone. */
    final class MissingInputException extends Exception {

        private static final long serialVersionUID = 1L;

        public MissingInputException(String message) {
            super(message);
        }
    }
}
