package io.ringrift.p2p.agent.store;

import io.ringrift.p2p.agent.data.Depot;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The bucket. Every fault of the store is an {@link IOException}. */
final class Bucket implements Depot, AutoCloseable {

    /** Files up to this size are sent whole, larger ones in parts of it. */
    private static final int PART_BYTES = 32 << 20;

    private final S3Client client;
    private final String name;
    private final String prefix;
    private final NodeId self;

    Bucket(S3Client client, String name, String prefix, NodeId self) {
        this.client = client;
        this.name = name;
        this.prefix = prefix;
        this.self = self;
    }

    /** A call to the store. */
    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }

    private static <T> T asked(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Files in the bucket with their sizes; objects that others put there are left out. */
    Map<DataKey, Long> list() throws IOException {
        return asked(
                () -> {
                    Map<DataKey, Long> files = new HashMap<>();
                    var pages =
                            client.listObjectsV2Paginator(list -> list.bucket(name).prefix(prefix));
                    for (S3Object object : pages.contents()) {
                        ObjectName.parse(prefix, object.key())
                                .ifPresent(key -> files.put(key, object.size()));
                    }
                    return files;
                });
    }

    /** What is known of a file. */
    DataFile describe(DataKey key, long size) throws IOException {
        return asked(
                () -> {
                    HeadObjectResponse head =
                            client.headObject(h -> h.bucket(name).key(ObjectName.of(prefix, key)));
                    return ObjectFacts.read(key, size, head.metadata(), self, head.lastModified());
                });
    }

    /**
     * Sends a file; it is in the bucket only if it is what its digest says.
     *
     * @throws IOException also when the file is not what its digest says
     */
    void put(DataFile file, FileChannel channel) throws IOException {
        asked(
                () -> {
                    if (file.size() <= PART_BYTES) {
                        putWhole(file, channel);
                    } else {
                        putInParts(file, channel);
                    }
                    return true;
                });
    }

    /** The store itself compares the digest. */
    private void putWhole(DataFile file, FileChannel channel) throws IOException {
        byte[] content = read(channel, 0, (int) file.size());
        byte[] digest = HexFormat.of().parseHex(file.key().sha256().hex());
        client.putObject(
                put ->
                        put.bucket(name)
                                .key(ObjectName.of(prefix, file.key()))
                                .metadata(ObjectFacts.of(file))
                                .checksumSHA256(Base64.getEncoder().encodeToString(digest)),
                RequestBody.fromBytes(content));
    }

    private void putInParts(DataFile file, FileChannel channel) throws IOException {
        String key = ObjectName.of(prefix, file.key());
        String upload =
                client.createMultipartUpload(
                                create ->
                                        create.bucket(name)
                                                .key(key)
                                                .metadata(ObjectFacts.of(file))
                                                .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                        .uploadId();
        boolean complete = false;
        try {
            List<CompletedPart> parts = sendParts(file, channel, key, upload);
            client.completeMultipartUpload(
                    end ->
                            end.bucket(name)
                                    .key(key)
                                    .uploadId(upload)
                                    .multipartUpload(
                                            CompletedMultipartUpload.builder()
                                                    .parts(parts)
                                                    .build()));
            complete = true;
        } finally {
            if (!complete) {
                client.abortMultipartUpload(end -> end.bucket(name).key(key).uploadId(upload));
            }
        }
    }

    private List<CompletedPart> sendParts(
            DataFile file, FileChannel channel, String key, String upload) throws IOException {
        MessageDigest whole = sha256();
        List<CompletedPart> parts = new ArrayList<>();
        for (long at = 0; at < file.size(); at += PART_BYTES) {
            byte[] content = read(channel, at, (int) Math.min(PART_BYTES, file.size() - at));
            whole.update(content);
            int number = parts.size() + 1;
            UploadPartResponse sent =
                    client.uploadPart(
                            part ->
                                    part.bucket(name)
                                            .key(key)
                                            .uploadId(upload)
                                            .partNumber(number)
                                            .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                            RequestBody.fromBytes(content));
            parts.add(
                    CompletedPart.builder()
                            .partNumber(number)
                            .eTag(sent.eTag())
                            .checksumSHA256(sent.checksumSHA256())
                            .build());
        }
        if (!HexFormat.of().formatHex(whole.digest()).equals(file.key().sha256().hex())) {
            throw new IOException(file.key() + " on the disk is not what its digest says");
        }
        return parts;
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length);
        while (content.hasRemaining()) {
            if (channel.read(content, from + content.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return content.array();
    }

    @Override
    public InputStream open(DataKey key, long first, long length) throws IOException {
        String range = "bytes=" + first + "-" + (first + length - 1);
        return asked(
                () ->
                        client.getObject(
                                get ->
                                        get.bucket(name)
                                                .key(ObjectName.of(prefix, key))
                                                .range(range)));
    }

    @Override
    public void delete(DataKey key) throws IOException {
        asked(() -> client.deleteObject(gone -> gone.bucket(name).key(ObjectName.of(prefix, key))));
    }

    @Override
    public void close() {
        client.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
