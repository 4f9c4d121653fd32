package io.ringrift.p2p.agent;

import io.ringrift.p2p.agent.mover.MoveEnvironment;
import io.ringrift.p2p.agent.template.SyncTemplate;
import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;

import org.springframework.core.env.Environment;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** This node's program once more, as a job of its own: it moves data. */
final class OwnProgram {

    private static final String MAIN = "io.ringrift.p2p.P2pOrchestrator";

    private final NodeIdentity identity;
    private final Voters voters;
    private final AgentCredentials credentials;
    private final Environment environment;

    OwnProgram(
            NodeIdentity identity,
            Voters voters,
            AgentCredentials credentials,
            Environment environment) {
        this.identity = identity;
        this.voters = voters;
        this.credentials = credentials;
        this.environment = environment;
    }

    /** How it moves data; it alone of all jobs is told the cluster's token. */
    Template sync() {
        return SyncTemplate.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                MAIN,
                MoveEnvironment.COMMAND,
                MoveEnvironment.written(
                        doors(),
                        credentials.bearerToken(),
                        identity.dataDir().toAbsolutePath().normalize()));
    }

    /** A voter asks itself first, at the port that it really has. */
    private List<URI> doors() {
        Stream<URI> others =
                voters.all().stream()
                        .filter(voter -> !voter.id().equals(identity.id()))
                        .map(VoterAddress::httpUri);
        return voters.contains(identity.id())
                ? Stream.concat(Stream.of(LeaderAddress.of(identity, environment)), others).toList()
                : others.toList();
    }
}
