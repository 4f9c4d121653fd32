package io.ringrift.p2p.agent.template;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The seed of a job: the same for every attempt, so that a retry repeats the same games. */
public final class Seeds {

    private final JsonMapper json;

    public Seeds(JsonMapper json) {
        this.json = json;
    }

    /**
     * {@code metadata.seed} when that is a 64-bit integer, else one that follows from the id. The
     * parts of a job share its metadata: each gets a seed of its own, or all would play the same
     * games.
     */
    long of(JobId job, JobSpec spec) {
        if (spec.metadata().value().contains("\"seed\"")) {
            try {
                JsonNode seed = json.readTree(spec.metadata().value()).path("seed");
                if (seed.isIntegralNumber() && seed.canConvertToLong()) {
                    return spec.partOf() == null
                            ? seed.longValue()
                            : seed.longValue() ^ derived(job);
                }
            } catch (JacksonException unreadable) {
                return derived(job);
            }
        }
        return derived(job);
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) over both halves of the id. */
    private static long derived(JobId job) {
        long mixed =
                job.value().getMostSignificantBits()
                        ^ Long.rotateLeft(job.value().getLeastSignificantBits(), 32);
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
