package io.ringrift.p2p.agent.data;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.AgentProperties;
import io.ringrift.p2p.agent.template.JobInputs;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Clock;

/** Puts together what looks after the data of this node. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "ringrift.p2p.agent.enabled", matchIfMissing = true)
public class DataConfiguration {

    private static Path dataDir(NodeIdentity identity) {
        return identity.dataDir().toAbsolutePath().normalize();
    }

    @Bean
    DataFolders dataFolders(NodeIdentity identity) {
        return new DataFolders(dataDir(identity));
    }

    @Bean
    Unsent unsentManifest() {
        return new Unsent();
    }

    @Bean
    Manifest dataManifest(Unsent unsent) {
        return new Manifest(unsent);
    }

    @Bean
    FactsFolder dataFacts(DataFolders folders, JsonMapper json) {
        return new FactsFolder(folders, json);
    }

    @Bean
    Publisher dataPublisher(
            DataProperties properties,
            DataFolders folders,
            Manifest manifest,
            FactsFolder facts,
            NodeIdentity identity,
            JsonMapper json,
            Clock clock,
            MeterRegistry meters) {
        return new Publisher(
                dataDir(identity),
                folders,
                properties.rules(),
                manifest,
                facts,
                identity.id(),
                json,
                clock,
                meters);
    }

    @Bean
    JobInputs dataInputs(DataFolders folders, Manifest manifest, JsonMapper json) {
        return new DataInputs(folders, manifest, json);
    }

    @Bean
    Verifier dataVerifier(DataFolders folders, Manifest manifest, DataKeeper keeper, Clock clock) {
        return new Verifier(folders, manifest, keeper, clock);
    }

    @Bean
    Uploads dataUploads(
            DataProperties properties,
            AgentProperties agent,
            DataFolders folders,
            Manifest manifest,
            FactsFolder facts,
            NodeIdentity identity,
            JsonMapper json,
            Clock clock) {
        return new Uploads(
                folders,
                properties.rules(),
                manifest,
                facts,
                identity.id(),
                json,
                clock,
                agent.minFreeDisk().toBytes());
    }

    /** Made only where there is a store. */
    @Bean
    @Lazy
    DepotShelf depotShelf(
            DataFolders folders,
            Manifest manifest,
            DataKeeper keeper,
            NodeIdentity identity,
            JsonMapper json) {
        return new DepotShelf(
                folders,
                manifest,
                keeper,
                new IndexFile(dataDir(identity), "stored-files.jsonl", json));
    }

    @Bean
    DataKeeper dataKeeper(
            DataProperties properties,
            DataFolders folders,
            Manifest manifest,
            Unsent unsent,
            FactsFolder facts,
            Publisher publisher,
            Depot depot,
            NodeIdentity identity,
            JsonMapper json,
            Clock clock,
            MonotonicClock nanos,
            MeterRegistry meters) {
        IndexFile index = new IndexFile(dataDir(identity), json);
        Scan scan =
                new Scan(
                        folders,
                        properties.rules(),
                        manifest,
                        index,
                        facts,
                        properties.settle(),
                        identity.id(),
                        clock);
        return new DataKeeper(
                folders,
                properties.rules().keySet(),
                manifest,
                unsent,
                index,
                scan,
                publisher,
                new Released(folders, manifest, unsent, depot, meters),
                properties,
                nanos,
                meters);
    }
}
