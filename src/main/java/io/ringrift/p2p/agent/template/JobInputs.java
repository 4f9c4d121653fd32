package io.ringrift.p2p.agent.template;

import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.data.DataScope;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tells a job which files of this node it may read. */
public interface JobInputs {

    /** No data is kept here. */
    JobInputs NONE =
            (needs, _, _) -> {
                throw new MissingInputException("this node keeps no data, and " + needs);
            };

    /**
     * Writes the list of files that a job needs: docs/job-contract.md says how.
     *
     * @param without data that must not be in it, unless a file is needed by its content
     * @throws MissingInputException when one that it names by its content is not here any more
     * @throws IOException when the list cannot be written
     */
    void write(Needs needs, List<DataScope> without, Path list)
            throws IOException, MissingInputException;

    /** Data that was here when the job was placed is gone. */
    final class MissingInputException extends Exception {

        private static final long serialVersionUID = 1L;

        public MissingInputException(String message) {
            super(message);
        }
    }
}
