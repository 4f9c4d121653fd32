package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Pages of jobs, newest first. */
final class JobListing {

    /**
     * Jobs that one page looks at; with a rare filter a page may be short and still have a next
     * one.
     */
    static final int MAX_LOOKED_AT = 50_000;

    private JobListing() {}

    /**
     * What to show; null or empty means any.
     *
     * @param statuses any of these
     * @param type only this
     * @param configKey only this
     * @param node only jobs whose latest attempt is there
     * @param deadLetters only jobs that nodes kept failing under, parts of others among them
     * @param partOf only the parts of this job; without it parts are left out
     */
    record Filter(
            Set<JobStatus> statuses,
            @Nullable JobType type,
            @Nullable String configKey,
            @Nullable NodeId node,
            boolean deadLetters,
            @Nullable JobId partOf) {

        boolean accepts(Job job) {
            return (statuses.isEmpty() || statuses.contains(job.status()))
                    && (type == null || job.spec().type() == type)
                    && (configKey == null || job.spec().configKey().equals(configKey))
                    && (node == null || isAt(job, node))
                    && (!deadLetters || job.isDeadLetter())
                    && isShown(job);
        }

        /** What became of a part matters to its whole, unless nodes kept failing under it. */
        private boolean isShown(Job job) {
            boolean all = partOf == null && deadLetters;
            return all || Objects.equals(job.spec().partOf(), partOf);
        }

        private static boolean isAt(Job job, NodeId node) {
            Attempt last = job.lastAttempt();
            return last != null && last.node().equals(node);
        }

        private boolean needsOpen() {
            return !deadLetters
                    && (statuses.isEmpty() || statuses.stream().anyMatch(one -> !one.isFinal()));
        }

        private boolean needsFinished() {
            return statuses.isEmpty() || statuses.stream().anyMatch(JobStatus::isFinal);
        }
    }

    /**
     * One page.
     *
     * @param jobs newest first
     * @param next where the next page begins, or null after the last
     */
    record Page(List<Job> jobs, @Nullable JobId next) {}

    static Page page(ClusterState state, Filter filter, @Nullable JobId before, int limit) {
        Merge merge =
                new Merge(
                        filter.needsOpen() ? below(state.open(), before) : TreePMap.empty(),
                        filter.needsFinished()
                                ? below(state.finished(), before)
                                : TreePMap.empty());
        List<Job> jobs = new ArrayList<>();
        JobId last = null;
        for (int looked = 0; looked < MAX_LOOKED_AT && merge.hasNext(); looked++) {
            if (jobs.size() == limit) {
                return new Page(jobs, last);
            }
            Job job = merge.next();
            last = job.id();
            if (filter.accepts(job)) {
                jobs.add(job);
            }
        }
        return new Page(jobs, merge.hasNext() ? last : null);
    }

    private static TreePMap<JobId, Job> below(TreePMap<JobId, Job> jobs, @Nullable JobId before) {
        return (before == null ? jobs : jobs.headMap(before, false)).descendingMap();
    }

    /** Two descending sequences as one. */
    private static final class Merge {

        private final Iterator<Map.Entry<JobId, Job>> left;
        private final Iterator<Map.Entry<JobId, Job>> right;
        private Map.@Nullable Entry<JobId, Job> nextLeft;
        private Map.@Nullable Entry<JobId, Job> nextRight;

        Merge(TreePMap<JobId, Job> left, TreePMap<JobId, Job> right) {
            this.left = left.entrySet().iterator();
            this.right = right.entrySet().iterator();
            this.nextLeft = advance(this.left);
            this.nextRight = advance(this.right);
        }

        boolean hasNext() {
            return nextLeft != null || nextRight != null;
        }

        Job next() {
            Map.Entry<JobId, Job> l = nextLeft;
            Map.Entry<JobId, Job> r = nextRight;
            if (l != null && (r == null || l.getKey().compareTo(r.getKey()) > 0)) {
                nextLeft = advance(left);
                return l.getValue();
            }
            if (r == null) {
                throw new IllegalStateException("no further job");
            }
            nextRight = advance(right);
            return r.getValue();
        }

        private static Map.@Nullable Entry<JobId, Job> advance(
                Iterator<Map.Entry<JobId, Job>> iterator) {
            return iterator.hasNext() ? iterator.next() : null;
        }
    }
}
