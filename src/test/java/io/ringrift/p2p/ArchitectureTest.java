package io.ringrift.p2p;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.stream.Stream;

/** The floors: an import never climbs, and features meet in the state, not in each other. */
class ArchitectureTest {

    private static final String ROOT = "io.ringrift.p2p";

    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT, "io.ringrift.examples");

    /** Each package of this program, and which others it may import besides itself. */
    @ParameterizedTest
    @CsvSource({
        "model,       ''",
        "engine,      model",
        "replication, engine model",
        "leadership,  replication engine model",
        "web,         leadership replication engine model",
        "peers,       web leadership replication engine model",
        "jobs,        peers web leadership replication engine model",
        "cluster,     web leadership replication engine model",
        "training,    web leadership replication engine model",
        "events,      web leadership replication engine model",
        "sync,        peers web leadership replication engine model",
        "webhooks,    web leadership replication engine model",
        "status,      peers web leadership replication engine model",
        "dashboard,   peers web leadership replication engine model",
        "demo,        model",
        "agent,       model",
        "security,    model",
    })
    void anImportNeverClimbs(String name, String allowed) {
        String[] reachable =
                Stream.concat(Stream.of(name), Arrays.stream(allowed.split(" ")))
                        .filter(other -> !other.isEmpty())
                        .map(other -> ROOT + "." + other + "..")
                        .toArray(String[]::new);
        rule(
                classes()
                        .that()
                        .resideInAPackage(ROOT + "." + name + "..")
                        .should()
                        .onlyDependOnClassesThat(
                                resideInAnyPackage(reachable)
                                        .or(resideInAPackage("io.ringrift..").negate()))
                        .because(
                                "a request goes down once and state goes up once; use what the"
                                        + " floors below offer, or meet in the state"));
    }

    @Test
    void nobodyImportsConfig() {
        rule(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(ROOT + ".config..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(ROOT + ".config..")
                        .because("it only wires; use the model's values that it makes beans of"));
    }

    @Test
    void theModelKnowsOnlyTheJdk() {
        rule(
                classes()
                        .that()
                        .resideInAPackage(ROOT + ".model..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".model..")
                        .because("nouns outlive libraries; use what the JDK offers"));
    }

    @Test
    void theEngineKnowsOnlyTheModelAndPersistentCollections() {
        rule(
                classes()
                        .that()
                        .resideInAPackage(ROOT + ".engine..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "org.pcollections..",
                                ROOT + ".model..",
                                ROOT + ".engine..")
                        .because("it is pure; use floor 5 for what needs the world"));
    }

    @Test
    void examplesKnowOnlyTheJobContract() {
        rule(
                classes()
                        .that()
                        .resideInAPackage("io.ringrift.examples..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "org.jspecify..", "io.ringrift.examples..")
                        .because(
                                "they stand for other people's programs; use environment and"
                                        + " files"));
    }

    @Test
    void thePureFloorsTouchNoWorld() {
        rule(
                noClasses()
                        .that()
                        .resideInAnyPackage(ROOT + ".model..", ROOT + ".engine..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.net.http..",
                                "java.nio.channels..",
                                "java.sql..",
                                "java.lang.management..",
                                "java.util.logging..",
                                "java.util.concurrent.locks..")
                        .because("no I/O, no logging, no locks; use a value that was handed in"));
    }

    private static void rule(ArchRule rule) {
        rule.allowEmptyShould(true).check(PROGRAM);
    }
}
