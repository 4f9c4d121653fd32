package io.ringrift.p2p.config.start;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import java.io.PrintStream;
import java.util.Optional;

/**
 * Says on stderr, in one line, why the node does not start. It comes before Spring Boot's own
 * reporters, whose banner it replaces; whatever it cannot put into a sentence is left to them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneSentenceReporter implements SpringBootExceptionReporter {

    private final PrintStream out;

    OneSentenceReporter() {
        this(System.err);
    }

    OneSentenceReporter(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean reportException(Throwable failure) {
        Optional<String> sentence = RefusalSentence.of(failure);
        sentence.ifPresent(out::println);
        return sentence.isPresent();
    }
}
