package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.Delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The deliveries of an endpoint that may go out now, the oldest message first.
 *
 * @param rows by the number of their message
 * @param next when the next one of the others is due
 * @param isCutShort whether there may be more that is due
 */
record Due(List<Map.Entry<Long, Delivery>> rows, Instant next, boolean isCutShort) {

    static Due of(Map<Long, Delivery> waiting, Line line, Instant now, int most) {
        List<Map.Entry<Long, Delivery>> rows = new ArrayList<>();
        Instant next = Instant.MAX;
        for (Map.Entry<Long, Delivery> row : waiting.entrySet()) {
            Instant due = row.getValue().due();
            if (due == null || line.isBusyWith(row.getKey())) {
                continue;
            }
            if (due.isAfter(now)) {
                next = due.isBefore(next) ? due : next;
            } else if (rows.size() == most) {
                return new Due(rows, next, true);
            } else {
                rows.add(row);
            }
        }
        return new Due(rows, next, false);
    }

    List<List<Map.Entry<Long, Delivery>>> inBatchesOf(int most) {
        List<List<Map.Entry<Long, Delivery>>> batches = new ArrayList<>();
        for (int i = 0; i < rows.size(); i += most) {
            batches.add(rows.subList(i, Math.min(rows.size(), i + most)));
        }
        return batches;
    }
}
