package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.agent.template.JobInputs;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files of the manifest that a job needs, as a list that its program can read. */
final class DataInputs implements JobInputs {

    private static final Comparator<DataFile> NEWEST_FIRST =
            Comparator.comparing(DataFile::at).reversed().thenComparing(DataFile::key);

    private final DataFolders folders;
    private final Manifest manifest;
    private final JsonMapper json;

    DataInputs(DataFolders folders, Manifest manifest, JsonMapper json) {
        this.folders = folders;
        this.manifest = manifest;
        this.json = json;
    }

    /** The file that a job reads. */
    record InputList(List<Input> files) {}

    /**
     * One of its files.
     *
     * @param file where it lies on this machine
     * @param modelSha256 of the model with which it was made, if that is known
     */
    record Input(
            DataKind kind,
            DataPath path,
            String file,
            Sha256 sha256,
            long size,
            long games,
            Instant at,
            @Nullable Sha256 modelSha256) {}

    @Override
    public void write(Needs needs, List<DataScope> without, Path list)
            throws IOException, MissingInputException {
        List<DataFile> files =
                manifest.all().stream()
                        .filter(Entry::isLocal)
                        .map(Entry::file)
                        .filter(file -> isNeeded(file, needs, without))
                        .sorted(NEWEST_FIRST)
                        .toList();
        Set<Sha256> missing = new HashSet<>(needs.digests());
        files.forEach(file -> missing.remove(file.key().sha256()));
        if (!missing.isEmpty()) {
            throw new MissingInputException(
                    "no file here has the SHA-256 " + missing.iterator().next());
        }
        Files.write(
                list,
                json.writeValueAsBytes(new InputList(files.stream().map(this::input).toList())));
    }

    private static boolean isNeeded(DataFile file, Needs needs, List<DataScope> without) {
        return needs.digests().contains(file.key().sha256())
                || (file.configKey().equals(needs.configKey())
                        && needs.kinds().contains(file.key().kind())
                        && without.stream().noneMatch(scope -> scope.covers(file)));
    }

    private Input input(DataFile file) {
        return new Input(
                file.key().kind(),
                file.key().path(),
                folders.path(file.key().kind(), file.key().path()).toString(),
                file.key().sha256(),
                file.size(),
                file.games(),
                file.at(),
                file.producer().model());
    }
}
