package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Delivery;
import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.engine.Outbox;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.WebhookStep.Outcome;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.webhooks.Flight.Landed;
import io.ringrift.p2p.webhooks.format.Letter;
import io.ringrift.p2p.webhooks.format.Letters;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Empties the outbox. Each round takes in what came back, brings it into the log, and sends what is
 * due. A message goes out at least once: it is due until the log knows that it arrived, whoever
 * leads then. What this class remembers saves work and may be lost.
 */
final class DeliveryLoop implements LeaderLoop.Round {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

    private final CommandLog log;
    private final Courier courier;
    private final Executor threads;
    private final DeliverySettings settings;
    private final DeliveryMeters meters;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final RandomGenerator dice;
    private final Queue<Landed> back = new ConcurrentLinkedQueue<>();
    private final Map<EndpointId, Line> lines = new HashMap<>();
    private Lanes lanes;
    private Reports reports;
    private @Nullable Epoch term;
    private volatile Runnable wake = () -> {};
    private int turn;

    DeliveryLoop(
            CommandLog log,
            Courier courier,
            Executor threads,
            DeliverySettings settings,
            DeliveryMeters meters,
            Clock clock,
            MonotonicClock nanos,
            RandomGenerator dice) {
        this.log = log;
        this.courier = courier;
        this.threads = threads;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        this.nanos = nanos;
        this.dice = dice;
        this.lanes = new Lanes(settings.inFlight());
        this.reports = reports();
        this.turn = dice.nextInt(Outbox.MAX_ENDPOINTS);
    }

    /** Whom to call when something came back. */
    void wakes(Runnable loop) {
        wake = loop;
    }

    private Reports reports() {
        return new Reports(log, clock, nanos, this::settled);
    }

    @Override
    public void run(Epoch epoch) {
        ClusterState state = log.picture().state();
        if (!RulesVersion.haveWebhooks(state)) {
            return;
        }
        if (!epoch.equals(term)) {
            term = epoch;
            lines.clear();
            lanes = new Lanes(settings.inFlight());
            reports = reports();
        }
        for (Landed one = back.poll(); one != null; one = back.poll()) {
            land(one);
        }
        reports.round(epoch, wake);
        dispatch(log.picture().state().outbox(), epoch);
        meters.inFlight(lanes.taken());
    }

    private void land(Landed one) {
        Flight flight = one.flight();
        if (!flight.term().equals(term)) {
            return;
        }
        lanes.of(flight.lane()).giveBack();
        Line line = lines.get(flight.endpoint().id());
        if (line != null) {
            line.landed(flight.numbers(), one.answer());
        }
        reports.add(flight.outcomes(one.answer(), () -> dice.nextInt(1_001)));
    }

    private void settled(Outcome outcome) {
        Line line = lines.get(outcome.endpoint());
        if (line != null) {
            line.settled(outcome.number());
        }
    }

    /** Each round begins with another endpoint, so that none is always the last. */
    private void dispatch(Outbox outbox, Epoch epoch) {
        if (lines.size() > outbox.endpoints().size()) {
            lines.keySet().retainAll(outbox.endpoints().keySet());
        }
        List<Endpoint> all = List.copyOf(outbox.endpoints().values());
        Instant now = clock.instant();
        turn++;
        for (int i = 0; i < all.size(); i++) {
            Endpoint endpoint = all.get(Math.floorMod(turn + i, all.size()));
            if (endpoint.disabled() == null && !endpoint.mailbox().waiting().isEmpty()) {
                dispatch(outbox, endpoint, epoch, now);
            }
        }
    }

    /**
     * What costs least is asked first: there may be a thousand endpoints with many rows each that
     * cannot have any of them now.
     */
    private void dispatch(Outbox outbox, Endpoint endpoint, Epoch epoch, Instant now) {
        Line line = lines.computeIfAbsent(endpoint.id(), id -> new Line(id, clock, nanos));
        Object rows = endpoint.mailbox().waiting();
        boolean chat = !endpoint.settings().format().isSigned();
        int room = (chat ? 1 : settings.perEndpoint()) - line.flying();
        if (line.isQuiet(rows, now)
                || room <= 0
                || line.isStuck()
                || (chat && line.rests(Line.CHAT_PAUSE))
                || !lanes.of(Lane.Kind.of(endpoint.mailbox())).hasRoom()
                // Last, since a yes must be used or given back.
                || !line.mayTry()) {
            return;
        }
        int most = Letters.most(endpoint.settings().format());
        Due due = Due.of(endpoint.mailbox().waiting(), line, now, room * most);
        boolean mayTry = true;
        for (List<Map.Entry<Long, Delivery>> batch : due.inBatchesOf(most)) {
            if (!mayTry && !line.mayTry()) {
                return;
            }
            mayTry = false;
            if (!launch(outbox, endpoint, line, batch, epoch, now)) {
                line.triedNothing();
                return;
            }
        }
        if (mayTry) {
            line.triedNothing();
        }
        if (!due.isCutShort()) {
            line.quiet(rows, due.next());
        }
    }

    private boolean launch(
            Outbox outbox,
            Endpoint endpoint,
            Line line,
            List<Map.Entry<Long, Delivery>> batch,
            Epoch epoch,
            Instant now) {
        Lane.Kind kind = Lane.Kind.of(endpoint.mailbox());
        if (!lanes.of(kind).take()) {
            return false;
        }
        List<Message> messages = new ArrayList<>();
        List<Integer> attempts = new ArrayList<>();
        for (var row : batch) {
            Message message = outbox.messages().get(row.getKey());
            if (message == null) {
                throw new IllegalStateException("no message " + row.getKey());
            }
            messages.add(message);
            attempts.add(row.getValue().tries() + 1);
            if (row.getValue().tries() == 0) {
                meters.firstTry(Duration.between(message.at(), now));
            }
        }
        Flight flight = new Flight(epoch, endpoint, messages, attempts, kind, now);
        line.started(flight.numbers());
        threads.execute(() -> fly(flight));
        return true;
    }

    /** The catch is as wide as it is so that no bug keeps a message under way for ever. */
    private void fly(Flight flight) {
        Answer answer;
        try {
            Endpoint to = flight.endpoint();
            Letter letter = Letters.of(to, flight.messages(), clock.instant());
            Answer raw = courier.post(URI.create(to.settings().url()), letter);
            answer = raw.saying(Masking.answer(raw.text(), to, letter));
        } catch (RuntimeException e) {
            LOG.error("A webhook could not be sent", e);
            answer = Answer.none("this program failed: " + e, Duration.ZERO);
        }
        meters.tried(answer);
        back.add(new Landed(flight, answer));
        wake.run();
    }
}
