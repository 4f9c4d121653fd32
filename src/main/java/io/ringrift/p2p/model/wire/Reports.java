package io.ringrift.p2p.model.wire;

import java.util.List;

/**
 * Reports in the order in which things happened: {@code POST /peers/{node_id}/reports}, answered by
 * {@link ReportsReply}.
 *
 * @param reports 1 to {@value #MAX} reports
 */
public record Reports(List<AttemptReport> reports) {

    public static final int MAX = 200;

    public Reports {
        reports = List.copyOf(reports);
    }
}
