package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The models of a config.
 *
 * @param champion the one that self-play uses, by its content; null for the untrained one
 * @param promotions how often a candidate passed its test
 * @param candidates how many there were so far
 * @param versions the last {@value #MAX_VERSIONS} candidates, oldest first
 */
public record Lineage(
        @Nullable Sha256 champion, int promotions, int candidates, List<ModelVersion> versions) {

    /** Candidates of a config that are remembered one by one. */
    public static final int MAX_VERSIONS = 500;

    static final Lineage NONE = new Lineage(null, 0, 0, List.of());

    public Lineage {
        versions = List.copyOf(versions);
    }

    /** The latest version with this content. */
    public Optional<ModelVersion> version(Sha256 sha256) {
        return versions.reversed().stream()
                .filter(version -> version.sha256().equals(sha256))
                .findFirst();
    }

    Lineage plus(ModelVersion candidate) {
        List<ModelVersion> next = new ArrayList<>(versions);
        next.add(candidate);
        return new Lineage(
                champion,
                promotions,
                candidates + 1,
                next.subList(Math.max(0, next.size() - MAX_VERSIONS), next.size()));
    }

    /** The last candidate passed its test. */
    Lineage promoted(ModelVersion judged) {
        return new Lineage(judged.sha256(), promotions + 1, candidates, replaced(judged));
    }

    Lineage rejected(ModelVersion judged) {
        return new Lineage(champion, promotions, candidates, replaced(judged));
    }

    /** A person chose another champion. */
    Lineage chosen(@Nullable Sha256 model, @Nullable ModelVersion takenBack) {
        return new Lineage(
                model, promotions, candidates, takenBack == null ? versions : replaced(takenBack));
    }

    /** With other quarantines on its versions. */
    Lineage marked(UnaryOperator<ModelVersion> marks) {
        return new Lineage(champion, promotions, candidates, versions.stream().map(marks).toList());
    }

    private List<ModelVersion> replaced(ModelVersion changed) {
        return versions.stream()
                .map(version -> version.number() == changed.number() ? changed : version)
                .toList();
    }
}
