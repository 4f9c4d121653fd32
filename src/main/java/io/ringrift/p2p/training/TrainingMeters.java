package io.ringrift.p2p.training;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.replication.CommandLog;

import java.util.function.ToDoubleFunction;

/** The sums of all ledgers, as every voter knows them. */
final class TrainingMeters implements MeterBinder {

    private static final String PREFIX = "ringrift.p2p.training.";

    private final CommandLog log;

    TrainingMeters(CommandLog log) {
        this.log = log;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "configs", "configs with a ledger", _ -> 1);
        gauge(registry, "running", "trainings under way", one -> one.run() == null ? 0 : 1);
        gauge(registry, "evaluating", "candidates under test", one -> one.trial() == null ? 0 : 1);
        counter(registry, "triggered", "trainings begun", one -> one.games().generation());
        counter(registry, "candidates", "models tested", one -> one.lineage().candidates());
        counter(registry, "promotions", "models promoted", one -> one.lineage().promotions());
    }

    private void gauge(
            MeterRegistry registry, String name, String what, ToDoubleFunction<Ledger> of) {
        Gauge.builder(PREFIX + name, log, _ -> sum(of)).description(what).register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String what, ToDoubleFunction<Ledger> of) {
        FunctionCounter.builder(PREFIX + name, log, _ -> sum(of))
                .description(what)
                .register(registry);
    }

    private double sum(ToDoubleFunction<Ledger> of) {
        return log.picture().state().training().ledgers().values().stream().mapToDouble(of).sum();
    }
}
