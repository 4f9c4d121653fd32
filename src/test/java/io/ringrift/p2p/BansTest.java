package io.ringrift.p2p;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.util.List;

/** What nobody does here, and what to use instead. */
class BansTest {

    private static final String CONFIG = "io.ringrift.p2p.config..";

    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.ringrift.p2p");

    private static final JavaClasses TESTS =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                    .importPackages("io.ringrift.p2p");

    @ParameterizedTest
    @CsvSource({
        "java.time.Instant, now, use the Clock bean",
        "java.time.LocalDateTime, now, use the Clock bean",
        "java.time.ZonedDateTime, now, use the Clock bean",
        "java.time.OffsetDateTime, now, use the Clock bean",
        "java.time.Clock, systemUTC, use the Clock bean",
        "java.time.Clock, systemDefaultZone, use the Clock bean",
        "java.lang.System, currentTimeMillis, use the Clock bean",
        "java.lang.System, nanoTime, use the MonotonicClock bean",
        "java.util.UUID, randomUUID, use the JobIds or AttemptTokens bean",
        "java.lang.Math, random, use a RandomGenerator that was handed in",
    })
    void timeAndChanceComeInThroughBeansOnly(String owner, String method, String instead) {
        rule(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(CONFIG)
                        .should()
                        .callMethodWhere(
                                DescribedPredicate.describe(
                                        owner + "." + method + "() is called",
                                        call ->
                                                call.getTargetOwner().getName().equals(owner)
                                                        && call.getName().equals(method)
                                                        && isAmbient(
                                                                call.getTarget()
                                                                        .getRawParameterTypes())))
                        .because("tests own time and chance; " + instead));
    }

    @Test
    void nobodySleeps() {
        ArchRule rule =
                noClasses()
                        .should()
                        .callMethodWhere(
                                DescribedPredicate.describe(
                                        "Thread.sleep is called",
                                        call ->
                                                call.getTargetOwner().isEquivalentTo(Thread.class)
                                                        && call.getName().equals("sleep")))
                        .because(
                                "it waits too long or not long enough; use a scheduler or a latch");
        rule(rule);
        rule.allowEmptyShould(true).check(TESTS);
    }

    @Test
    void nobodyPrints() {
        rule(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("io.ringrift.p2p.config.start")
                        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                        .because("output belongs into the log; use a logger"));
    }

    @Test
    void noLombokAndNoJavaxAnnotations() {
        rule(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("lombok..", "javax.inject..", "javax.annotation..")
                        .because("use records and constructors"));
    }

    @Test
    void noFieldInjection() {
        ArchRule rule =
                fields().should()
                        .notBeAnnotatedWith(
                                "org.springframework.beans.factory.annotation.Autowired")
                        .andShould()
                        .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                        .because("a class says in its constructor what it needs; use that");
        rule(rule);
    }

    @Test
    void noMutableStatics() {
        rule(
                fields().that(are(DescribedPredicate.describe("static", BansTest::isWrittenStatic)))
                        .should()
                        .beFinal()
                        .because("two nodes in one process would share it; use a bean"));
    }

    private static boolean isWrittenStatic(JavaField field) {
        return field.getModifiers().contains(JavaModifier.STATIC)
                && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    /** {@code Instant.now(clock)} is welcome: only the forms without a source are banned. */
    private static boolean isAmbient(List<JavaClass> parameters) {
        return parameters.stream().noneMatch(type -> type.isAssignableTo(Clock.class));
    }

    private static void rule(ArchRule rule) {
        rule.allowEmptyShould(true).check(PROGRAM);
    }
}
