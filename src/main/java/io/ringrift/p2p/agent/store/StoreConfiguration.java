package io.ringrift.p2p.agent.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.data.Depot;
import io.ringrift.p2p.agent.data.DepotShelf;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

import java.time.Duration;

/** Puts together what keeps the files of this node in a bucket, where the settings name one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "ringrift.p2p.agent.enabled", matchIfMissing = true)
public class StoreConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(30);

    @Bean
    Depot dataDepot(StoreProperties properties, NodeIdentity identity) {
        return properties.isOn()
                ? new Bucket(
                        client(properties), properties.bucket(), properties.prefix(), identity.id())
                : Depot.NONE;
    }

    private static S3Client client(StoreProperties properties) {
        AwsCredentialsProvider credentials =
                properties.accessKey().isEmpty()
                        ? DefaultCredentialsProvider.builder().build()
                        : StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        properties.accessKey(), properties.secret()));
        S3ClientBuilder client =
                S3Client.builder()
                        .credentialsProvider(credentials)
                        .region(Region.of(properties.region()))
                        .forcePathStyle(properties.pathStyle())
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(READ));
        if (properties.address() != null) {
            client.endpointOverride(properties.address());
        }
        return client.build();
    }

    /** Begins behind the agent, which looks through its folders first. */
    @Bean
    SmartLifecycle archivist(
            StoreProperties properties,
            Depot depot,
            ObjectProvider<DepotShelf> shelf,
            MonotonicClock clock,
            MeterRegistry meters) {
        return depot instanceof Bucket bucket
                ? new ArchivistLifecycle(
                        new Archivist(
                                bucket,
                                shelf.getObject(),
                                properties.prefix(),
                                properties.scanInterval(),
                                clock,
                                meters))
                : new ArchivistLifecycle(null);
    }
}
