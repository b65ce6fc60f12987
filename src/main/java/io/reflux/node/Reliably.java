package io.reflux.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.delivery.ConsumerController;
import akka.actor.typed.delivery.ProducerController;
import akka.actor.typed.javadsl.ActorContext;
import akka.japi.function.Function;
import java.util.Optional;

/** The ends of akka's reliable delivery, below an actor, and how references are written. */
final class Reliably {
  private Reliably() {}

  /**
   * The sending end; its actor is told when one more message is taken.
   *
   * @param name which of its actor's streams it is: the last part of the producer's id
   * @param demanded one for all streams of an actor
   */
  static <C, M> ActorRef<ProducerController.Command<M>> sending(
      ActorContext<C> context,
      String name,
      Class<M> kind,
      Function<ProducerController.RequestNext<M>, C> demanded) {
    ActorRef<ProducerController.Command<M>> end =
        context.spawn(
            ProducerController.create(kind, path(context) + "/" + name, Optional.empty()), name);
    end.tell(
        new ProducerController.Start<>(
            context.messageAdapter(ProducerController.requestNextClass(), demanded)));
    return end;
  }

  /** The receiving end; its actor is told what has come. */
  static <C, M> ActorRef<ConsumerController.Command<M>> receiving(
      ActorContext<C> context, String name, Function<ConsumerController.Delivery<M>, C> came) {
    ActorRef<ConsumerController.Command<M>> end = context.spawn(ConsumerController.create(), name);
    end.tell(
        new ConsumerController.Start<>(
            context.messageAdapter(ConsumerController.deliveryClass(), came)));
    return end;
  }

  private static String path(ActorContext<?> context) {
    return context.getSelf().path().toStringWithoutAddress();
  }

  /** A reference as others can read it. */
  static String text(ActorSystem<?> system, ActorRef<?> actor) {
    return ActorRefResolver.get(system).toSerializationFormat(actor);
  }

  /** The actor that a text refers to. */
  static <M> ActorRef<M> actor(ActorSystem<?> system, String text) {
    return ActorRefResolver.get(system).resolveActorRef(text);
  }
}
