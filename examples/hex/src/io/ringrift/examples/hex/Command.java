package io.ringrift.examples.hex;

/** One kind of job. */
interface Command {
    /**
     * Does the work and writes its files.
     *
     * @return what the job is to report
     */
    JobResult run(Job job);
}
