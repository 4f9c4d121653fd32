package io.ringrift.p2p.config;

import io.ringrift.p2p.model.BadSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who this node is.
 *
 * @param port DEFAULT_PORT, HTTP port; 0 takes any free one
 * @param bindAddress address on which it listens; anything but loopback needs a token
 * @param nodeId name in the cluster; empty takes the host name
 * @param dataDir folder that belongs to this node alone
 * @param minFreeBytes space that must be left on the disk of the data folder at the start
 * @param voters {@code a=host:port,b=host:port,…}; empty means this node alone
 * @param loadMaxForNewJobs LOAD_MAX_FOR_NEW_JOBS, load score from which a node gets no new job
 */
@ConfigurationProperties("ringrift.p2p")
record NodeProperties(
        @DefaultValue("8770") int port,
        @DefaultValue("127.0.0.1") String bindAddress,
        @DefaultValue("") String nodeId,
        @DefaultValue("data") String dataDir,
        @DefaultValue("268435456") long minFreeBytes,
        @DefaultValue("") String voters,
        @DefaultValue("0.8") double loadMaxForNewJobs) {

    NodeProperties {
        require(port >= 0 && port <= 65535, "port", port, "must be a port from 0 to 65535");
        require(!bindAddress.isBlank(), "bind-address", "", "must be an address of this machine");
        require(!dataDir.isBlank(), "data-dir", "", "must name a folder");
        require(minFreeBytes >= 0, "min-free-bytes", minFreeBytes, "must not be negative");
        require(
                loadMaxForNewJobs >= 0 && loadMaxForNewJobs <= 1,
                "load-max-for-new-jobs",
                loadMaxForNewJobs,
                "must be a number from 0 to 1");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException("ringrift.p2p." + name, value, rule);
        }
    }
}
