package io.ringrift.p2p.config;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.LoadLimit;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.ProgramVersion;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.NodePart;
import io.ringrift.p2p.security.ClusterToken;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.List;

/** What this node is, as values of the model, so that nobody needs this package. */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesScan("io.ringrift.p2p")
class NodeConfiguration {

    @Bean(destroyMethod = "close")
    DataFolder dataFolder(NodeProperties node) {
        return DataFolder.open(node.dataDir(), node.minFreeBytes());
    }

    /** Needs the locked folder, so that whoever knows the path may use it. */
    @Bean
    NodeIdentity nodeIdentity(NodeProperties node, DataFolder folder) {
        return new NodeIdentity(nodeId(node), node.bindAddress(), node.port(), folder.path());
    }

    @Bean
    ProgramVersion programVersion(ObjectProvider<BuildProperties> build) {
        BuildProperties built = build.getIfAvailable();
        String version = built == null ? null : built.getVersion();
        return new ProgramVersion(version == null ? "development" : version);
    }

    @Bean
    Timing timing(TimingProperties timing) {
        return timing.timing();
    }

    @Bean
    Voters voters(NodeProperties node) {
        return voters(node, nodeId(node));
    }

    @Bean
    LoadLimit loadLimit(NodeProperties node) {
        return new LoadLimit(node.loadMaxForNewJobs());
    }

    @Bean
    ClusterToken clusterToken(TokenProperties token, NodeProperties node) {
        return ClusterTokenReader.read(token, node);
    }

    static Voters voters(NodeProperties node, NodeId self) {
        if (!node.voters().isBlank()) {
            return Voters.parse(node.voters());
        }
        if (node.port() == 65535) {
            throw new BadSettingException(
                    "ringrift.p2p.port", 65535, "leaves no room for the Raft port (port + 1)");
        }
        int raftPort = node.port() == 0 ? 0 : node.port() + 1;
        return new Voters(List.of(new VoterAddress(self, reachable(node), node.port(), raftPort)));
    }

    static NodeId nodeId(NodeProperties node) {
        return NodePart.ownId(node.nodeId());
    }

    private static String reachable(NodeProperties node) {
        String address = node.bindAddress();
        boolean everywhere = address.equals("0.0.0.0") || address.equals("::");
        return everywhere ? "127.0.0.1" : address;
    }
}
