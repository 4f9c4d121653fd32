package io.ringrift.p2p.agent.store;

import io.ringrift.p2p.model.BadSettingException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A bucket in which this node keeps its files.
 *
 * @param bucket its name; empty: the files lie on the disk
 * @param endpoint address of the store; empty: that of AWS
 * @param region as the store calls it
 * @param prefix before all names in the bucket; ends with a slash unless it is empty
 * @param pathStyle whether the bucket is the first part of the path, as most stores other than AWS
 *     want it
 * @param accessKey who asks; empty: as the AWS SDK finds it (environment, profile, instance)
 * @param secretKey the secret to it
 * @param secretKeyFile a file that holds that secret, in its place
 * @param scanInterval how often the bucket is looked through
 */
@ConfigurationProperties("ringrift.p2p.data.s3")
public record StoreProperties(
        @DefaultValue("") String bucket,
        @DefaultValue("") String endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String prefix,
        @DefaultValue("true") boolean pathStyle,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @DefaultValue("") String secretKeyFile,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("60s") Duration scanInterval) {

    private static final String PREFIX = "ringrift.p2p.data.s3.";

    public StoreProperties {
        prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        require(isUrl(endpoint), "endpoint", endpoint, "must be empty or http(s)://host:port");
        require(
                prefix.length() <= 200 && !prefix.startsWith("/"),
                "prefix",
                prefix,
                "must have at most 200 characters and not begin with a slash");
        require(
                accessKey.isEmpty() == (secretKey.isEmpty() && secretKeyFile.isEmpty()),
                "access-key",
                accessKey,
                "must come with secret-key or secret-key-file, and they with it");
        require(
                secretKey.isEmpty() || secretKeyFile.isEmpty(),
                "secret-key-file",
                secretKeyFile,
                "must be empty where there is a secret-key");
        require(
                scanInterval.toMillis() >= 100,
                "scan-interval",
                scanInterval.toMillis() + "ms",
                "must be at least 100ms");
    }

    /** Whether there is a store. */
    boolean isOn() {
        return !bucket.isBlank();
    }

    /** The endpoint, or null for that of AWS. */
    @Nullable URI address() {
        return endpoint.isBlank() ? null : URI.create(endpoint);
    }

    /**
     * The secret, wherever it is.
     *
     * @throws BadSettingException when its file cannot be read
     */
    String secret() {
        if (secretKeyFile.isEmpty()) {
            return secretKey;
        }
        try {
            return Files.readString(Path.of(secretKeyFile)).strip();
        } catch (IOException e) {
            throw new BadSettingException(
                    PREFIX + "secret-key-file", secretKeyFile, "must be a file that can be read");
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI url = URI.create(text);
            return text.isBlank()
                    || (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                            && url.getHost() != null);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static void require(boolean holds, String key, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException(PREFIX + key, value, rule);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "StoreProperties[bucket=" + bucket + ", endpoint=" + endpoint + "]";
    }
}
