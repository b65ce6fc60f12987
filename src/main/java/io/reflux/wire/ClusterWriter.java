package io.reflux.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.reflux.wire.proto.AnswerMessage;
import io.reflux.wire.proto.ClusterEnvelope;
import io.reflux.wire.proto.EndedMessage;
import io.reflux.wire.proto.FactsMessage;
import io.reflux.wire.proto.FailedMessage;
import io.reflux.wire.proto.FilePartMessage;
import io.reflux.wire.proto.HelloMessage;
import io.reflux.wire.proto.ImageSourceMessage;
import io.reflux.wire.proto.LaneEndsMessage;
import io.reflux.wire.proto.LaneFactsMessage;
import io.reflux.wire.proto.OpenLaneMessage;
import io.reflux.wire.proto.OpenedMessage;
import io.reflux.wire.proto.PieceMessage;
import io.reflux.wire.proto.PixelsWantedMessage;
import io.reflux.wire.proto.PlannedImageMessage;
import io.reflux.wire.proto.PlannedMessage;
import io.reflux.wire.proto.PresentMessage;
import io.reflux.wire.proto.ProgramAnswerMessage;
import io.reflux.wire.proto.ProgramFileMessage;
import io.reflux.wire.proto.ProgramMessage;
import io.reflux.wire.proto.PutAsideMessage;
import io.reflux.wire.proto.RefusalMessage;
import io.reflux.wire.proto.RestingMessage;
import io.reflux.wire.proto.TensorMessage;
import io.reflux.wire.proto.TensorPartMessage;
import io.reflux.wire.proto.WelcomeMessage;
import java.nio.ByteBuffer;

/** Puts one message into an envelope. */
final class ClusterWriter implements ClusterMessage.Visitor {
  private final ClusterEnvelope.Builder envelope = ClusterEnvelope.newBuilder();

  /** The envelope with the message in it. */
  ClusterEnvelope envelope() {
    return envelope.build();
  }

  @Override
  public void hello(ToAgent.Hello hello) {
    envelope.setHello(
        HelloMessage.newBuilder()
            .setDesk(hello.desk())
            .setNonce(hello.nonce())
            .setFacts(facts(hello.facts()))
            .setTf32(hello.tf32()));
  }

  @Override
  public void welcome(ToAgent.Welcome welcome) {
    envelope.setWelcome(
        WelcomeMessage.newBuilder()
            .setRunNonce(welcome.runNonce())
            .setProof(bytes(welcome.proof())));
  }

  @Override
  public void refuseNode(ToAgent.RefuseNode refusal) {
    envelope.setRefuseNode(refusal(refusal.runNonce(), refusal.sentence()));
  }

  @Override
  public void openLane(ToAgent.OpenLane order) {
    envelope.setOpenLane(
        OpenLaneMessage.newBuilder()
            .setRunNonce(order.runNonce())
            .setLane(order.lane())
            .setDevice(order.device())
            .setProgram(program(order.program()))
            .setPassing(order.passing())
            .setEnds(
                LaneEndsMessage.newBuilder()
                    .setLane(order.ends().lane())
                    .setQuestions(order.ends().questions())
                    .setAnswers(order.ends().answers())
                    .setMaps(order.ends().maps())));
  }

  @Override
  public void present(ToDesk.Present present) {
    envelope.setPresent(
        PresentMessage.newBuilder()
            .setRunNonce(present.runNonce())
            .setNodeNonce(present.nodeNonce())
            .setFacts(facts(present.facts()))
            .setProof(bytes(present.proof())));
  }

  @Override
  public void refuseRun(ToDesk.RefuseRun refusal) {
    envelope.setRefuseRun(refusal(refusal.runNonce(), refusal.sentence()));
  }

  @Override
  public void filePart(ToLane.FilePart part) {
    envelope.setFilePart(
        FilePartMessage.newBuilder()
            .setFile(part.file())
            .setOffset(part.offset())
            .setContent(bytes(part.content())));
  }

  @Override
  public void shown(ToLane.Shown shown) {
    envelope.setShown(images(shown.source()));
  }

  @Override
  public void piece(ToLane.Piece piece) {
    envelope.setPiece(
        PieceMessage.newBuilder()
            .setNumber(piece.number())
            .setSubject(piece.subject())
            .setRows(piece.rows())
            .setSide(piece.side())
            .setPixels(bytes(piece.pixels())));
  }

  @Override
  public void planned(ToLane.Planned planned) {
    PlannedMessage.Builder message =
        PlannedMessage.newBuilder()
            .setNumber(planned.number())
            .setSubject(planned.subject())
            .setPart(planned.plan().part())
            .setChance(planned.plan().chance())
            .setChecksum(planned.checksum());
    for (PlannedImage image : planned.plan().images()) {
      message.addImages(
          PlannedImageMessage.newBuilder()
              .setExample(image.example())
              .setDraw(image.draw())
              .setView(image.view())
              .setEpoch(image.epoch()));
    }
    envelope.setPlanned(message);
  }

  @Override
  public void putAside() {
    envelope.setPutAside(PutAsideMessage.getDefaultInstance());
  }

  @Override
  public void opened(FromLane.Opened opened) {
    envelope.setOpened(OpenedMessage.newBuilder().addAllMissing(opened.missing()));
  }

  @Override
  public void answer(FromLane.Answer answer) {
    AnswerMessage.Builder message =
        AnswerMessage.newBuilder().setNumber(answer.number()).addAllApart(answer.apart());
    answer.tensors().forEach(each -> message.addTensors(tensor(each)));
    envelope.setAnswer(message);
  }

  @Override
  public void part(FromLane.Part part) {
    envelope.setTensorPart(
        TensorPartMessage.newBuilder()
            .setNumber(part.number())
            .setTensor(tensor(part.tensor()))
            .setOffset(part.offset()));
  }

  @Override
  public void failed(FromLane.Failed failed) {
    envelope.setFailed(
        FailedMessage.newBuilder()
            .setNumber(failed.number())
            .setSentence(failed.sentence())
            .setInput(failed.input()));
  }

  @Override
  public void resting(FromLane.Resting resting) {
    envelope.setResting(
        RestingMessage.newBuilder().setNumber(resting.number()).setMillis(resting.millis()));
  }

  @Override
  public void pixelsWanted(FromLane.PixelsWanted wanted) {
    envelope.setPixelsWanted(
        PixelsWantedMessage.newBuilder().setNumber(wanted.number()).setSentence(wanted.sentence()));
  }

  @Override
  public void ended(FromLane.Ended ended) {
    envelope.setEnded(EndedMessage.newBuilder().setSentence(ended.sentence()));
  }

  private static TensorMessage tensor(FromLane.Tensor tensor) {
    return TensorMessage.newBuilder()
        .setName(tensor.name())
        .setType(tensor.type())
        .addAllShape(tensor.shape())
        .setData(bytes(tensor.data()))
        .build();
  }

  private static RefusalMessage refusal(String runNonce, String sentence) {
    return RefusalMessage.newBuilder().setRunNonce(runNonce).setSentence(sentence).build();
  }

  private static FactsMessage facts(NodeFacts facts) {
    FactsMessage.Builder message =
        FactsMessage.newBuilder()
            .setVersion(facts.version())
            .setEngine(facts.engine())
            .addAllData(facts.data())
            .setEvaluators(facts.evaluators());
    for (NodeFacts.LaneFacts lane : facts.lanes()) {
      message.addLanes(
          LaneFactsMessage.newBuilder().setDevice(lane.device()).setComputing(lane.computing()));
    }
    return message.build();
  }

  private static ImageSourceMessage images(ImageSource images) {
    return ImageSourceMessage.newBuilder()
        .setDataset(images.dataset())
        .setPipeline(images.pipeline())
        .setTask(images.task())
        .setPart(images.part())
        .setDigest(images.digest())
        .build();
  }

  private static ProgramMessage program(LaneProgram program) {
    ProgramMessage.Builder message =
        ProgramMessage.newBuilder()
            .setArchive(program.archive())
            .setInput(program.input())
            .setThreads(program.threads())
            .setRowsAtOnce(program.rowsAtOnce());
    for (LaneProgram.ProgramFile file : program.files()) {
      message.addFiles(
          ProgramFileMessage.newBuilder()
              .setName(file.name())
              .setDigest(file.digest())
              .setBytes(file.bytes()));
    }
    for (LaneProgram.ProgramAnswer answer : program.answers()) {
      message.addAnswers(
          ProgramAnswerMessage.newBuilder().setName(answer.name()).setPlace(answer.place()));
    }
    return message.build();
  }

  /** Written at once, so that nobody alters the bytes meanwhile. */
  private static ByteString bytes(ByteBuffer bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.duplicate());
  }
}
