package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A file as the REST API shows it; what is not known is left out. */
record FileView(
        DataKind kind,
        DataPath path,
        Sha256 sha256,
        String configKey,
        long size,
        long games,
        Instant at,
        ProducerView producer,
        List<NodeId> nodes) {

    /** Who made it. */
    record ProducerView(
            NodeId nodeId,
            @Nullable JobId jobId,
            @Nullable Integer attempt,
            @Nullable String codeVersion,
            @Nullable Sha256 modelSha256) {

        static ProducerView of(Producer p) {
            return new ProducerView(
                    p.node(),
                    p.job(),
                    p.job() == null ? null : Integer.valueOf(p.attempt()),
                    p.codeVersion(),
                    p.model());
        }
    }

    static FileView of(Catalogue.Held held) {
        DataFile file = held.file();
        return new FileView(
                file.key().kind(),
                file.key().path(),
                file.key().sha256(),
                file.configKey(),
                file.size(),
                file.games(),
                file.at(),
                ProducerView.of(file.producer()),
                List.copyOf(held.holders()));
    }
}
