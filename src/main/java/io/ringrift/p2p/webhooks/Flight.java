package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.Delivery;
import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.engine.WebhookStep.Outcome;
import io.ringrift.p2p.model.Epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A letter under way.
 *
 * @param term under which it was sent
 * @param endpoint as it was then
 * @param messages in it
 * @param attempts number of this try for each of them, in the same order
 */
record Flight(
        Epoch term,
        Endpoint endpoint,
        List<Message> messages,
        List<Integer> attempts,
        Lane.Kind lane,
        Instant at) {

    /** One that came back. */
    record Landed(Flight flight, Answer answer) {}

    List<Long> numbers() {
        return messages.stream().map(Message::number).toList();
    }

    /**
     * What the log is to know of it.
     *
     * @param jitterMilli draws 0 to 1,000
     */
    List<Outcome> outcomes(Answer answer, IntSupplier jitterMilli) {
        List<Outcome> outcomes = new ArrayList<>();
        Delivery.Try how =
                new Delivery.Try(
                        at,
                        answer.status(),
                        Math.toIntExact(Math.min(answer.took().toMillis(), Integer.MAX_VALUE)),
                        answer.text(),
                        answer.fault());
        for (int i = 0; i < messages.size(); i++) {
            outcomes.add(
                    new Outcome(
                            endpoint.id(),
                            messages.get(i).number(),
                            attempts.get(i),
                            how,
                            answer.isFine(),
                            answer.isGone(),
                            answer.askedWait(),
                            jitterMilli.getAsInt()));
        }
        return outcomes;
    }
}
