package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.FatalFault;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.replication.codec.CommandCodec;
import io.ringrift.p2p.replication.codec.UnreadableException;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Applies the log to the engine's state. It never blocks and never writes to the log. */
final class ClusterStateMachine extends BaseStateMachine {

    private static final Message APPLIED = Message.EMPTY;

    private final CommandCodec codec;
    private final Snapshots snapshots;
    private final FatalFault fatal;
    private final LogListeners listeners;
    private final Runnable onElection;
    private final Runnable onShutdown;
    private final java.util.function.Function<Long, @Nullable Batch> batches;
    private volatile Picture picture = new Picture(-1, ClusterState.EMPTY);
    private volatile boolean leaderReady;

    /**
     * @param onShutdown called when the library closes the log, whoever asked for it
     * @param batches finds the batch of this process by its call id, so that the leader need not
     *     decode what it has just encoded
     */
    ClusterStateMachine(
            CommandCodec codec,
            Snapshots snapshots,
            FatalFault fatal,
            LogListeners listeners,
            Runnable onElection,
            Runnable onShutdown,
            java.util.function.Function<Long, @Nullable Batch> batches) {
        this.codec = codec;
        this.snapshots = snapshots;
        this.fatal = fatal;
        this.listeners = listeners;
        this.onElection = onElection;
        this.onShutdown = onShutdown;
        this.batches = batches;
    }

    Picture picture() {
        return picture;
    }

    boolean leaderReady() {
        return leaderReady;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
            throws IOException {
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            super.initialize(server, group, storage);
                            take(snapshots.open(storage));
                        },
                        IOException.class);
    }

    /** The base class does nothing here, and then an installed snapshot would close the server. */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        take(snapshots.reload());
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    private void take(Snapshots.@Nullable Loaded loaded) throws IOException {
        if (loaded != null && !RulesVersion.knows(loaded.state())) {
            String why =
                    "the snapshot at index "
                            + loaded.at().getIndex()
                            + needsNewer(loaded.state().rulesVersion());
            fatal.halt(why);
            throw new IOException(why);
        }
        if (loaded != null) {
            picture = new Picture(loaded.at().getIndex(), loaded.state());
            setLastAppliedTermIndex(loaded.at());
            listeners.restored(loaded.at().getIndex());
        }
    }

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        return TransactionContext.newBuilder()
                .setStateMachine(this)
                .setClientRequest(request)
                .setStateMachineContext(batches.apply(request.getCallId()))
                .build();
    }

    /** From here on the entry may be in the log, whatever the answer says. */
    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) {
        if (transaction.getStateMachineContext() instanceof Batch mine) {
            mine.appended();
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = java.util.Objects.requireNonNull(transaction.getLogEntry());
        Batch batch = transaction.getStateMachineContext() instanceof Batch mine ? mine : null;
        try {
            List<Command> commands =
                    batch != null
                            ? batch.commands()
                            : codec.decode(
                                    entry.getStateMachineLogEntry().getLogData().toByteArray());
            List<Applied> applied = apply(entry.getIndex(), commands);
            updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
            if (batch != null) {
                batch.applied(applied);
            }
            listeners.applied(entry.getIndex(), applied);
            snapshots.consider(picture, getLastAppliedTermIndex(), commands.size());
        } catch (UnreadableException e) {
            fatal.halt("log entry " + entry.getIndex() + " cannot be read: " + e.getMessage());
            return CompletableFuture.failedFuture(e);
        }
        return CompletableFuture.completedFuture(APPLIED);
    }

    /** Asked once this server has caught up; the picture itself is read in memory. */
    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(APPLIED);
    }

    private List<Applied> apply(long index, List<Command> commands) {
        List<Applied> applied = new ArrayList<>(commands.size());
        ClusterState state = picture.state();
        for (Command command : commands) {
            Engine.Step step = Engine.apply(state, command);
            state = step.state();
            if (!RulesVersion.knows(state)) {
                throw new UnreadableException("it" + needsNewer(state.rulesVersion()), null);
            }
            applied.add(new Applied(index, command, step.decision()));
        }
        picture = new Picture(index, state);
        return applied;
    }

    /** To go on by other rules than the other voters would be to diverge from them. */
    private static String needsNewer(int rulesVersion) {
        return " needs a newer program: the cluster decides by rules of version "
                + rulesVersion
                + ", and this one knows those up to "
                + RulesVersion.known();
    }

    /** Snapshots are written beside; this only says what the log need not hold any more. */
    @Override
    public long takeSnapshot() {
        return snapshots.dispensableIndex();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return snapshots.storage();
    }

    @Override
    public SnapshotInfo getLatestSnapshot() {
        return snapshots.storage().getLatestSnapshot();
    }

    @Override
    public void notifyLeaderReady() {
        leaderReady = true;
        onElection.run();
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, @Nullable RaftPeerId leader) {
        if (!member.getPeerId().equals(leader)) {
            leaderReady = false;
        }
        onElection.run();
    }

    @Override
    public void notifyNotLeader(java.util.Collection<TransactionContext> pending) {
        leaderReady = false;
        onElection.run();
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        fatal.halt(
                "the log could not be written ("
                        + cause
                        + "); after a failed write nothing on this disk can be trusted");
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
        onShutdown.run();
    }
}
