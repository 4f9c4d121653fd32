package io.ringrift.p2p.agent.mover;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Reads nothing of an answer whose head says enough. */
final class NoBody implements BodySubscriber<Void> {

    private final CompletableFuture<Void> body;

    NoBody(SourceException why) {
        this.body = CompletableFuture.failedFuture(why);
    }

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable why) {}

    @Override
    public void onComplete() {}
}
